"""Moving objects out of the database and back; a transaction that stores one never waits for it.

The order is: laid at the place, read back, then let go of. Killed anywhere, the next look does it again.
"""

import asyncio
import hashlib
from contextlib import suppress
from datetime import datetime

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.db.place import Away, Place
from seikyu.db.pool import Connection, Pool, place_of, transaction
from seikyu.kit.clock import Clock
from seikyu.storage.objects import (
    COLUMNS,
    Changed,
    StoredObject,
    content,
    hold_off_sweeping,
    key_of,
    stored_in,
)
from seikyu.wire.faults import Refusal

log = structlog.get_logger("seikyu.storage")

AT_ONCE = 8
PAUSE = 5.0
"""Seconds between two looks when nothing is left to move."""
LONGEST = 60.0
"""Seconds after which a move is given up and done again later: it holds a transaction."""


async def move_out(pool: Pool, clock: Clock, stop: asyncio.Event) -> None:
    """Move whatever is stored, until `stop` is set; as many workers as wanted may."""
    place = place_of(pool)
    if place is None:
        return
    while not stop.is_set():
        moved = 0
        try:
            for owner in await owners_to_move(pool):
                while not stop.is_set() and (count := await move_some(pool, clock, place, owner)):
                    moved += count
        except (Away, Changed, Refusal, TimeoutError) as problem:
            log.warning("objects cannot be moved, will try again", reason=str(problem))
            moved = 0
        except (OSError, PostgresError, InterfaceError):
            log.exception("objects cannot be moved, will try again")
            moved = 0
        if not moved:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


async def owners_to_move(pool: Pool) -> list[int]:
    """Companies that have objects in the database which may lie elsewhere."""
    async with transaction(pool, None) as connection:
        rows = await connection.fetch("SELECT companies_with_objects_to_move() AS company_id")
    return [row["company_id"] for row in rows]


async def move_some(pool: Pool, clock: Clock, place: Place, owner: int) -> int:
    """Move some objects of a company; how many were. What another worker moves just now is passed over."""
    async with asyncio.timeout(LONGEST), transaction(pool, owner) as connection:
        await hold_off_sweeping(connection, owner)
        rows = await connection.fetch(
            f"SELECT {COLUMNS} FROM stored_objects AS o "  # noqa: S608 -- columns
            "WHERE company_id = $1 AND (content IS NOT NULL OR lent_by IS NOT NULL) AND NOT stays "
            "LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED",
            owner,
            AT_ONCE,
        )
        await asyncio.gather(*(_lay(pool, place, owner, stored_in(row)) for row in rows))
        await _let_go(connection, owner, [row["sha256"] for row in rows], place, clock())
    return len(rows)


async def return_some(pool: Pool, owner: int) -> int:
    """Bring some objects of a company back into the database; what lies elsewhere stays there for a sweep."""
    async with transaction(pool, owner) as connection:
        rows = await connection.fetch(
            f"SELECT {COLUMNS} FROM stored_objects AS o "  # noqa: S608 -- columns
            "WHERE company_id = $1 AND content IS NULL LIMIT $2",
            owner,
            AT_ONCE,
        )
    for row in rows:
        found = await content(pool, stored_in(row))
        async with transaction(pool, owner) as connection:
            await connection.execute(
                "UPDATE stored_objects SET content = $3, place = NULL, moved_at = NULL, lent_by = NULL "
                "WHERE company_id = $1 AND sha256 = $2 AND content IS NULL",
                owner,
                row["sha256"],
                found,
            )
    return len(rows)


async def _lay(pool: Pool, place: Place, owner: int, stored: StoredObject) -> None:
    key = key_of(owner, stored.sha256)
    await place.write(key, await content(pool, stored))
    found = await place.read(key)
    if (await asyncio.to_thread(hashlib.sha256, found)).digest() != stored.sha256:
        raise Changed(f"{place.name} answers other bytes than were just laid there under {key}")


async def _let_go(
    connection: Connection, owner: int, digests: list[bytes], place: Place, now: datetime
) -> None:
    await connection.execute(
        "UPDATE stored_objects SET content = NULL, place = $3, moved_at = $4, lent_by = NULL "
        "WHERE company_id = $1 AND sha256 = ANY($2) "
        "AND (content IS NOT NULL OR lent_by IS NOT NULL) AND NOT stays",
        owner,
        digests,
        place.name,
        now,
    )
