"""A driver that forgets, on purpose, whose rows were asked for: what is left is row-level security."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from seikyu.db.pool import Pool

SCOPE = re.compile(r"(?<!SET )(?:\b\w+\.)?\bcompany_id = (\$\d+)(?!:)")
OWNER = re.compile(r"SET LOCAL seikyu\.company = '\d+'")


class ForgetfulConnection(asyncpg.Connection):
    """Runs each statement over fenced tables without its `company_id = $n`; with `as_owner`, unfenced too."""

    unfenced: re.Pattern[str]
    as_owner: int | None
    forgotten: set[str]

    async def fetch(self, query: str, *args: object, **options: Any) -> Any:
        return await super().fetch(self.without_scope(query), *args, **options)

    async def fetchrow(self, query: str, *args: object, **options: Any) -> Any:
        return await super().fetchrow(self.without_scope(query), *args, **options)

    async def fetchval(self, query: str, *args: object, **options: Any) -> Any:
        return await super().fetchval(self.without_scope(query), *args, **options)

    async def execute(self, query: str, *args: object, **options: Any) -> str:
        return await super().execute(self.without_scope(query), *args, **options)

    def without_scope(self, query: str) -> str:
        if self.as_owner is not None:
            query = OWNER.sub(f"SET LOCAL seikyu.company = '{self.as_owner}'", query)
        # What is looked up before it is known whose it is stands under no row security, and keeps its scope.
        if self.unfenced.search(query):
            return query
        left = SCOPE.sub(r"\1::bigint IS NOT NULL", query)
        if left != query:
            self.forgotten.add(query)
        return left


@asynccontextmanager
async def forgetful_pool(
    url: str, unfenced: set[str], as_owner: int | None = None
) -> AsyncIterator[tuple[Pool, set[str]]]:
    """A pool of such connections, and the statements they have robbed of their scope so far.

    With `as_owner` row-level security is told that everybody is that company, so that it stops nothing.
    """
    seen: set[str] = set()

    class Connection(ForgetfulConnection):
        pass

    Connection.unfenced = re.compile(rf"\b({'|'.join(sorted(unfenced))})\b")
    Connection.as_owner = as_owner
    Connection.forgotten = seen

    async def keep(_connection: object) -> None:
        """Leave the connection as it is."""

    pool = await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=5,
        reset=keep,
        connection_class=Connection,
        server_settings={"timezone": "UTC"},
    )
    try:
        yield pool, seen
    finally:
        await pool.close()
