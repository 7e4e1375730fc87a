"""What is done in a thread: one verb, one file."""
