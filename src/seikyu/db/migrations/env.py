"""Alembic's entry point; migrations are plain SQL and run on the connection that `migrate` hands in."""

from alembic import context
from sqlalchemy import Connection

LOCK = 0x5E1C70
connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    # Two processes that start at once migrate one after the other.
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    # Who waits for a table behind a long transaction makes everybody else wait behind itself: better to give
    # way and come again (`migrate`).
    connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
    context.run_migrations()
