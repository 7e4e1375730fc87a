"""What is done to payees: one verb, one file."""
