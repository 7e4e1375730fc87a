"""What is done to masters."""
