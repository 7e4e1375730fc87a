"""What a process knows of maintenance: read again every few seconds, never for a request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.maintenance import queries
from seikyu.maintenance.model import ALL, Window
from seikyu.maintenance.rules import announced, stopping

log = structlog.get_logger("seikyu.maintenance")

EVERY = 2.5
PATIENCE = 2.0


class Watch:
    """Knows the windows; a planned one begins and ends by the clock, whether the database answers or not."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self.clock = clock
        self.windows: tuple[Window, ...] = ()
        self._away = False

    async def look(self) -> None:
        """Read what is planned; while the database is away, go on with what was known last."""
        try:
            async with asyncio.timeout(PATIENCE), self._pool.acquire() as connection:
                self.windows = await queries.windows(connection, self.clock())
            self._away = False
        except (OSError, TimeoutError, PostgresError, InterfaceError) as problem:
            if not self._away:
                log.warning("what is planned cannot be read", reason=str(problem))
            self._away = True

    async def keep_looking(self) -> None:
        """Read it again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look()

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Know what is planned from the first moment to the last of a block."""
        await self.look()
        keeping = asyncio.create_task(self.keep_looking())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    def stopping(self, *targets: str) -> Window | None:
        """The window in force that stops one of these."""
        return stopping(self.windows, targets, self.clock()) if self.windows else None

    def at_rest(self) -> bool:
        """Whether everything is stopped: then no work is begun."""
        return self.stopping(ALL) is not None

    def announced(self) -> Window | None:
        """What every page tells of."""
        return announced(self.windows, self.clock()) if self.windows else None
