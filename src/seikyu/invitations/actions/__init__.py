"""What is done to invitations and mailed invoices: one verb, one file."""
