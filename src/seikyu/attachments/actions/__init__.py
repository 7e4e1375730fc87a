"""What is done with files: one verb, one file."""
