"""Work that is done after the answer: a queue in PostgreSQL, filled in the transaction of the change."""
