"""What can be done about the log: verify it, take it out of the house."""
