"""The cast of the sandbox, its masters and its invoices; `making` brings them into an empty database."""
