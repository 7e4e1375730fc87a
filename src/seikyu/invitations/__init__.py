"""招待: customers become members and are linked; until then invoices go by mail, to protected pages."""
