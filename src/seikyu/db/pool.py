"""The connection pool and the one way to open a transaction.

Tables that hold a company's papers are under row-level security: a transaction sees the rows of the
company it was opened for and no others, whatever a query forgets (design §2, tables).
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias

import asyncpg
from asyncpg.connection import LoggedQuery
from asyncpg.pool import PoolConnectionProxy

from seikyu.db.borrowed import BorrowedConnection
from seikyu.db.place import Place

# Quoted: asyncpg's classes are generic to the type checker only.
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record
Told: TypeAlias = Callable[[LoggedQuery], None]

if TYPE_CHECKING:
    _DriversPool = asyncpg.Pool[asyncpg.Record]
else:
    _DriversPool = asyncpg.Pool


class PlacedPool(_DriversPool):
    """A pool that also leads to where contents lie that are no longer in their rows (decision 0017)."""

    __slots__ = ("place",)

    place: Place | None


async def open_pool(
    url: str, *, size: int, pooled: bool = False, told: Told | None = None, place: Place | None = None
) -> Pool:
    """Open a pool of at most `size` connections; `told` hears of every statement that was run.

    Nothing of a transaction outlives it (only `SET LOCAL` is used), so connections need no reset between
    users; the saved round trip matters on every request. `pooled` says that a pooler stands in between which
    lends a server for a transaction at a time: then no statement is remembered by the server either.
    """

    async def listen(connection: Connection) -> None:
        if told is not None:
            connection.add_query_logger(told)

    pool = PlacedPool(
        url,
        min_size=min(2, size),
        max_size=size,
        max_queries=50_000,
        max_inactive_connection_lifetime=300.0,
        loop=None,
        record_class=asyncpg.Record,
        command_timeout=60,
        reset=_keep,
        init=listen,
        connection_class=BorrowedConnection if pooled else asyncpg.Connection,
        statement_cache_size=0 if pooled else 100,
        # No others: a pooler refuses settings it does not know.
        server_settings={"application_name": "seikyu", "timezone": "UTC"},
    )
    pool.place = place
    await pool
    return pool


def place_of(pool: Pool) -> Place | None:
    """Where contents lie that are no longer in their rows; none where they all stay there."""
    return pool.place if isinstance(pool, PlacedPool) else None


async def _keep(_connection: object) -> None:
    """Leave the connection as it is."""


@asynccontextmanager
async def transaction(pool: Pool, owner: int | None) -> AsyncIterator[Connection]:
    """One transaction seeing the rows of company `owner`, or only those of no company (`None`)."""
    async with pool.acquire() as connection:
        try:
            await connection.execute(f"BEGIN; SET LOCAL jit = off; {_set_owner(owner)}")
            yield connection
            await connection.execute("COMMIT")
        except BaseException:
            await _roll_back(connection)
            raise


async def _roll_back(connection: Connection) -> None:
    """Leave no transaction open: the next user gets the connection as it is."""
    if connection.is_closed():
        return
    try:
        await connection.execute("ROLLBACK", timeout=5)
    except BaseException:
        connection.terminate()
        raise


async def act_for(connection: Connection, owner: int | None) -> None:
    """From here to the end of the transaction, or the next call, see the rows of company `owner`.

    A move between two parties (deliver, send back) is one transaction that speaks for each in turn.
    """
    await connection.execute(_set_owner(owner))


def _set_owner(owner: int | None) -> str:
    return f"SET LOCAL seikyu.company = '{0 if owner is None else int(owner)}'"
