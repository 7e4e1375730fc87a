"""What is done to a buyer's received invoices: one verb, one file."""
