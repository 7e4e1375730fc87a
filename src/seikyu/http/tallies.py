"""Who has used how much of its rate: counted in memory, shared with the other processes every second.

A request never waits for the database: it is judged by what this process knows. What others let in is known
within a second; while the database is away, each process counts for itself.
"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.db.pool import Connection, Pool
from seikyu.http.rates import Rate, admitted, seconds_to_wait

log = structlog.get_logger("seikyu.http")

EVERY = 1.0
PATIENCE = 2.0
MOST_SHARED = 5_000
"""Callers told of in one statement: the busiest of the second."""
MOST_KNOWN = 50_000
PUT_BACK = timedelta(seconds=10)
"""A row from so much later than now was not written a moment ago by another process."""
CLEARED_EVERY = 60
"""So many rounds pass between two clearings of what was paid long ago."""


@dataclass(slots=True)
class Tally:
    """What a caller has used: when it is paid, what the others are not told of, whether it called of late."""

    paid_at: float = 0.0
    untold: float = 0.0
    called: bool = False


class Tallies:
    """Counts callers; one for each web process."""

    def __init__(self, pool: Pool, now: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._now = now
        self._known: dict[bytes, Tally] = {}
        self._rounds = 0
        self._away = False

    def take(self, rate: Rate, kind: str, caller: str) -> int:
        """Count one request; 0 when it may pass, else after how many seconds to come back."""
        if not rate.per_minute:
            return 0
        # Of one rate: what a request costs is another thing where another rate holds.
        name = f"{kind}\0{rate.per_minute}\0{caller}"
        subject = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
        tally = self._known.get(subject)
        if tally is None:
            tally = self._known[subject] = Tally()
            if len(self._known) > MOST_KNOWN:
                del self._known[next(iter(self._known))]
        now = self._now()
        tally.called = True
        then = admitted(rate, tally.paid_at, now)
        if then is None:
            return seconds_to_wait(rate, tally.paid_at, now)
        tally.paid_at = then
        tally.untold += rate.cost
        return 0

    async def share(self) -> None:
        """Tell the other processes what was used here, and learn what was used there: one statement."""
        told = self._to_tell()
        self._rounds += 1
        try:
            async with asyncio.timeout(PATIENCE), self._pool.acquire() as connection:
                debts = await _exchange(connection, told) if told else []
                if self._rounds % CLEARED_EVERY == 0:
                    await _clear(connection)
            self._away = False
        except (OSError, TimeoutError, PostgresError, InterfaceError) as problem:
            if not self._away:
                log.warning("rates are counted by this process alone", reason=str(problem))
            self._away = True
            self._keep(told)
            return
        self._learn(debts)

    @asynccontextmanager
    async def sharing(self) -> AsyncIterator[None]:
        """Share every second for the time of a block."""
        keeping = asyncio.create_task(self._keep_sharing())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep_sharing(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            await self.share()

    def _to_tell(self) -> list[tuple[bytes, float]]:
        """Whoever called since the last time: also one turned away, whose debt others may have added to."""
        called = sorted(
            ((subject, tally) for subject, tally in self._known.items() if tally.called),
            key=lambda one: -one[1].untold,
        )[:MOST_SHARED]
        # In one order everywhere, so that two processes never wait for each other's rows.
        told = sorted((subject, tally.untold) for subject, tally in called)
        for _, tally in called:
            tally.untold, tally.called = 0.0, False
        return told

    def _learn(self, debts: Iterable[tuple[bytes, float]]) -> None:
        now = self._now()
        for subject, debt in debts:
            if tally := self._known.get(subject):
                tally.paid_at = now + debt + tally.untold
        for subject in [
            subject for subject, tally in self._known.items() if tally.paid_at <= now and not tally.called
        ]:
            del self._known[subject]

    def _keep(self, told: Iterable[tuple[bytes, float]]) -> None:
        """Nobody was told: what is not paid yet is told the next time."""
        now = self._now()
        for subject, untold in told:
            if tally := self._known.get(subject):
                tally.untold = min(tally.untold + untold, max(0.0, tally.paid_at - now))
                tally.called = True


async def _exchange(connection: Connection, told: list[tuple[bytes, float]]) -> list[tuple[bytes, float]]:
    # What is owed shrinks by the seconds that pass; the database's clock is the one that all share. What was
    # noted by a clock that has been put back since would never shrink, so it is forgotten.
    rows = await connection.fetch(
        """
        INSERT INTO request_rates AS r (subject, debt, as_of)
        SELECT subject, debt, clock_timestamp()
        FROM unnest($1::bytea[], $2::float8[]) AS t(subject, debt) ORDER BY subject
        ON CONFLICT (subject) DO UPDATE SET
            debt = excluded.debt + CASE WHEN r.as_of > excluded.as_of + $3::interval THEN 0 ELSE greatest(
                0, r.debt - greatest(0, extract(epoch FROM excluded.as_of - r.as_of)::float8)) END,
            as_of = CASE WHEN r.as_of > excluded.as_of + $3::interval
                THEN excluded.as_of ELSE greatest(excluded.as_of, r.as_of) END
        RETURNING r.subject, r.debt
        """,
        [subject for subject, _ in told],
        [debt for _, debt in told],
        PUT_BACK,
    )
    return [(row["subject"], row["debt"]) for row in rows]


async def _clear(connection: Connection) -> None:
    await connection.execute(
        "DELETE FROM request_rates WHERE subject IN (SELECT subject FROM request_rates "
        "WHERE as_of < now() - interval '10 minutes' LIMIT 10000 FOR UPDATE SKIP LOCKED)"
    )
