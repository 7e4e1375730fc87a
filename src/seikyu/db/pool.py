"""The connection pool and the one way to open a transaction.

Tables that hold a company's papers are under row-level security: a transaction sees the rows of the
company it was opened for and no others, whatever a query forgets (design §2, tables).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

# Quoted: asyncpg's classes are generic to the type checker only.
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = asyncpg.Record


async def open_pool(url: str, *, size: int) -> Pool:
    """Open a pool of at most `size` connections.

    Nothing of a transaction outlives it (only `SET LOCAL` is used), so connections need no reset between
    users; the saved round trip matters on every request.
    """
    return await asyncpg.create_pool(
        url,
        min_size=min(2, size),
        max_size=size,
        command_timeout=60,
        reset=_keep,
        server_settings={"application_name": "seikyu", "timezone": "UTC", "jit": "off"},
    )


async def _keep(_connection: object) -> None:
    """Leave the connection as it is."""


@asynccontextmanager
async def transaction(pool: Pool, owner: int | None) -> AsyncIterator[Connection]:
    """One transaction seeing the rows of company `owner`, or only those of no company (`None`)."""
    async with pool.acquire() as connection:
        try:
            await connection.execute(f"BEGIN; {_set_owner(owner)}")
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
