"""What can be done about letters, one verb a file."""
