"""招待: customers become linked companies; those that are not yet read their invoices on protected pages."""
