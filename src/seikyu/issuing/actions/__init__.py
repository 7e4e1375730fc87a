"""What is done to a seller's invoices: one verb, one file."""
