"""What is done to routes and runs: one verb, one file."""
