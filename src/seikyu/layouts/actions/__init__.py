"""What is done with layouts."""
