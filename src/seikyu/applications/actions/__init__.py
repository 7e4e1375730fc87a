"""What is done about access, programs, their secrets and tokens: one verb, one file."""
