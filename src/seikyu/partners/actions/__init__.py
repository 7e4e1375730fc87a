"""What is done to masters: one verb, one file."""
