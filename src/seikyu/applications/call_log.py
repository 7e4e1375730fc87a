"""The calls of this process, written down in batches by a task beside them: no call waits for its record.

It has a connection of its own, so that it takes none away from calls. While the database is away, records
wait in memory as long as there is room; what finds none is dropped, and how many is told in the log.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.applications import store
from seikyu.applications.masking import query, readable
from seikyu.applications.model import MOST_BODY_BYTES, Bodies, Call
from seikyu.db.pool import Pool, open_pool, transaction

log = structlog.get_logger("seikyu.applications")

PAUSE = 1.0
AT_ONCE = 500
ROOM = 10_000
TRIES = 60
"""What was not taken so often is dropped: it may be the record itself that no database takes."""
ROOM_FOR_BODIES = 1_000
"""So many may wait with their bodies, 16 KB each; those after them are kept without."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was sent and answered, as far as it is kept, before anything is covered."""

    query: bytes
    request: bytes
    request_type: str
    answer: bytes
    answer_type: str

    def covered(self) -> Bodies:
        """As it may be kept."""
        request, answer = (
            readable(raw, kind, cut=len(raw) > MOST_BODY_BYTES)
            for raw, kind in ((self.request, self.request_type), (self.answer, self.answer_type))
        )
        return Bodies("\n\n".join(part for part in (query(self.query), request) if part) or None, answer)


@dataclass(frozen=True, slots=True)
class Entry:
    """A call, and its bodies where they are wanted."""

    call: Call
    heard: Heard | None


class CallLog:
    """What waits to be written down."""

    def __init__(self, database_url: str, *, pooled: bool = False) -> None:
        self._url = database_url
        self._pooled = pooled
        self._pool: Pool | None = None
        self._waiting: list[Entry] = []
        self._dropped = 0
        self._tried = 0
        self._plenty = asyncio.Event()

    def add(self, entry: Entry) -> None:
        """Note a call; never waits and never fails."""
        if len(self._waiting) >= ROOM:
            self._dropped += 1
            return
        if entry.heard is not None and len(self._waiting) >= ROOM_FOR_BODIES:
            entry = Entry(entry.call, None)
        self._waiting.append(entry)
        if len(self._waiting) >= AT_ONCE:
            self._plenty.set()

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Write down what is noted as long as the block lasts, and what is left at its end."""
        stop = asyncio.Event()
        writing = asyncio.create_task(self._write(stop))
        try:
            yield
        finally:
            stop.set()
            self._plenty.set()
            await writing

    async def _write(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._plenty.wait(), PAUSE)
            self._plenty.clear()
            if not await self._flush():
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), PAUSE)
        while self._waiting and await self._flush():
            pass
        if self._waiting:
            log.warning("calls not written down", calls=len(self._waiting))
        if self._pool is not None:
            self._pool.terminate()

    async def _flush(self) -> bool:
        """Write one batch; False when the database does not take it."""
        batch = self._waiting[:AT_ONCE]
        if not batch:
            return True
        try:
            bodies = await asyncio.to_thread(_covered, batch)
            if self._pool is None:
                self._pool = await open_pool(self._url, size=1, pooled=self._pooled)
            for owner, entries in _by_company(batch).items():
                async with transaction(self._pool, owner) as connection:
                    calls = [entry.call for entry in entries]
                    told = [(call, bodies[call.call_id]) for call in calls if call.call_id in bodies]
                    await store.add_calls(connection, owner, calls, told)
                # Company by company, so that what is written is not written again when the next one fails.
                done = {call.call_id for call in calls}
                self._waiting = [entry for entry in self._waiting if entry.call.call_id not in done]
        except (OSError, TimeoutError, PostgresError, InterfaceError):
            log.warning("calls cannot be written down now", waiting=len(self._waiting), dropped=self._dropped)
            self._tried += 1
            if self._tried >= TRIES:
                self._dropped += len(batch)
                self._waiting, self._tried = self._waiting[len(batch) :], 0
            return False
        self._tried = 0
        if self._dropped:
            log.warning("calls were not written down", dropped=self._dropped)
            self._dropped = 0
        if len(self._waiting) >= AT_ONCE:
            self._plenty.set()
        return True


def _covered(batch: list[Entry]) -> dict[object, Bodies]:
    return {entry.call.call_id: entry.heard.covered() for entry in batch if entry.heard is not None}


def _by_company(batch: list[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in batch:
        found[entry.call.company_id].append(entry)
    return found
