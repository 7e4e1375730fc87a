"""What is done about payments."""
