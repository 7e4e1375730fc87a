"""What is done with slips."""
