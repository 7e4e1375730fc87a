"""What operators see of a running process: whose request it is about, figures, traces."""
