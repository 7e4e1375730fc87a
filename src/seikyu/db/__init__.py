"""PostgreSQL: the pool, transactions that belong to one company, migrations, the embedded server."""
