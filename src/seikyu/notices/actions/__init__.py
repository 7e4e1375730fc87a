"""What is done about payment notices."""
