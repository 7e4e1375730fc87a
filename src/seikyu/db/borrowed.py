"""Connections through a pooler that lends a server for no longer than a transaction (PgBouncer and kin)."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg


class BorrowedConnection(asyncpg.Connection):
    """A connection whose statements always stand in a transaction.

    The driver prepares a statement in one message and runs it in the next. Between the two, outside a
    transaction, the pooler may change the server, and the second would run what somebody else has prepared
    there: an error at best.
    """

    async def fetch(self, query: str, *args: object, **options: Any) -> Any:  # noqa: ANN401 -- the driver's own, handed on
        """Rows."""
        async with self._lent():
            return await super().fetch(query, *args, **options)

    async def fetchrow(self, query: str, *args: object, **options: Any) -> Any:  # noqa: ANN401 -- the driver's own, handed on
        """One row."""
        async with self._lent():
            return await super().fetchrow(query, *args, **options)

    async def fetchval(self, query: str, *args: object, **options: Any) -> Any:  # noqa: ANN401 -- the driver's own, handed on
        """One value."""
        async with self._lent():
            return await super().fetchval(query, *args, **options)

    async def execute(self, query: str, *args: object, **options: Any) -> str:  # noqa: ANN401 -- the driver's own, handed on
        """A statement; without values it is one message, and needs no transaction."""
        if not args:
            return await super().execute(query, **options)
        async with self._lent():
            return await super().execute(query, *args, **options)

    async def executemany(self, command: str, args: Iterable[Sequence[object]], **options: Any) -> None:  # noqa: ANN401 -- the driver's own, handed on
        """A statement for each of many."""
        async with self._lent():
            await super().executemany(command, args, **options)

    @asynccontextmanager
    async def _lent(self) -> AsyncIterator[None]:
        if self.is_in_transaction():
            yield
            return
        async with self.transaction():
            yield
