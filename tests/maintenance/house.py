"""A house whose clock is moved on by hand, and the operator's commands as the program does them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import system_clock
from seikyu.maintenance.actions.end import end_all
from seikyu.maintenance.actions.plan import plan
from seikyu.maintenance.model import Notice, Window
from seikyu.maintenance.store import Operator
from seikyu.maintenance.watch import Watch

OPERATOR = Operator("operator", "a test")
NOTICE = Notice("月例の保守です。", "Monthly work.")


@dataclass
class MovedClock:
    """The time of the system, and what it was moved on by."""

    by: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return system_clock() + self.by

    def move(self, **span: int) -> None:
        self.by += timedelta(**span)


@dataclass(frozen=True)
class Site:
    """A running web server, the clock it goes by, and what it knows of maintenance."""

    pool: Pool
    clock: MovedClock
    http: httpx.AsyncClient
    watches: list[Watch]

    async def look(self) -> None:
        """What processes do by themselves every few seconds."""
        for watch in self.watches:
            await watch.look()

    async def plan(self, *targets: str, after: int = 60, minutes: int = 30) -> Window:
        """Plan a window that begins in so many minutes."""
        starts_at = self.clock() + timedelta(minutes=after)
        window = Window("", starts_at, starts_at + timedelta(minutes=minutes), targets, NOTICE)
        return await self._keep(window)

    async def stop(self, *targets: str, retry_after: int = 600) -> Window:
        """Stop at once."""
        window = Window("", self.clock(), None, targets, NOTICE, urgent=True, retry_after=retry_after)
        return await self._keep(window)

    async def end(self) -> list[str]:
        """Go on."""
        async with transaction(self.pool, None) as connection:
            ended = await end_all(connection, OPERATOR, self.clock())
        await self.look()
        return ended

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return await self.http.get(path, headers=headers)

    async def _keep(self, window: Window) -> Window:
        async with transaction(self.pool, None) as connection:
            kept = await plan(connection, OPERATOR, window, self.clock())
        await self.look()
        return kept
