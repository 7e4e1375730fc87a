"""Reading more rows than should lie in memory at once."""

from collections.abc import AsyncIterator
from zlib import crc32

from seikyu.db.pool import Connection, Row

AT_ONCE = 2000


async def in_chunks(connection: Connection, query: str, *values: object) -> AsyncIterator[list[Row]]:
    """The rows of a query, a chunk at a time, all as they were at one moment; one such at a time.

    A cursor of SQL's own: the driver's would want a transaction that it began itself. Its name goes with the
    query, as the driver remembers what a statement of the same text has answered before.
    """
    name = f"listed_{crc32(query.encode()):08x}"
    await connection.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {query}", *values)
    while rows := await connection.fetch(f"FETCH {AT_ONCE} FROM {name}"):
        yield rows
    await connection.execute(f"CLOSE {name}")
