"""Until when nothing can change any more, so that whoever asks for changes since then misses none."""

from datetime import datetime, timedelta

from seikyu.db.pool import Connection

SKEW = timedelta(seconds=10)
"""So far may the clocks of our machines, and of the database, be apart."""


async def settled_until(connection: Connection, now: datetime) -> datetime:
    """Every change dated earlier is visible to the statements that follow this one.

    A change is dated within its transaction, but is seen when that ends: one still under way may be dated
    as early as it began. So this is asked before the list is read, of all transactions of the program's role.
    """
    begun: datetime | None = await connection.fetchval(
        "SELECT min(xact_start) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return (now if begun is None else min(now, begun)) - SKEW
