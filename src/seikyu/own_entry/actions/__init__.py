"""What is done with invoices the buyer entered: one verb, one file."""
