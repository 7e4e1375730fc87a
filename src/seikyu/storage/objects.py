"""Objects are stored once per owner under their digest, so storing one twice changes nothing.

They come in with the transaction that names them, and may be moved elsewhere afterwards (`storage.moving`).
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from seikyu.db.place import Away, Gone
from seikyu.db.pool import Connection, Pool, Row, place_of
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

log = structlog.get_logger("seikyu.storage")

AT_ONCE = 8
"""Objects fetched side by side."""
COLUMNS = "COALESCE(o.lent_by, o.company_id) AS keeper, o.sha256, o.media_type, o.content, o.place"
"""What `stored_in` reads of `stored_objects AS o`."""
BACK = "content = excluded.content, place = NULL, moved_at = NULL, lent_by = NULL"
# A conflict that changes nothing takes no lock: it must not wait for somebody who just moves the object.
PUT = (
    "INSERT INTO stored_objects AS o (company_id, sha256, media_type, content, stored_at, stays) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (company_id, sha256)"
)
RETRY_AFTER = 30
"""Seconds whoever is told that the place is away may wait."""


class Changed(Exception):  # noqa: N818 -- named for what the object is
    """The place answers other bytes than were laid there, or none: never to be served."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A file as it was stored: `held` is what is in it, unless that lies elsewhere, in `place`.

    There it lies under the key of `keeper`: the owner, or whoever handed it over and lends it meanwhile.
    """

    keeper: int
    sha256: bytes
    media_type: str
    held: bytes | None
    place: str | None = None


async def put(
    connection: Connection, owner: int, media_type: str, content: bytes, now: datetime, *, stays: bool = False
) -> bytes:
    """Store a file for `owner`; return its SHA-256, by which it is found again.

    One that `stays` is never moved elsewhere: printing must not wait for it.
    """
    digest = hashlib.sha256(content).digest()
    await connection.execute(
        f"{PUT} DO UPDATE SET {BACK}, stays = true WHERE NOT o.stays" if stays else f"{PUT} DO NOTHING",
        owner,
        digest,
        media_type,
        content,
        now,
        stays,
    )
    return digest


async def get(connection: Connection, owner: int, sha256: bytes) -> StoredObject | None:
    """The file of `owner` with this digest; read it with `content`, when the transaction is over."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM stored_objects AS o WHERE company_id = $1 AND sha256 = $2",  # noqa: S608 -- columns
        owner,
        sha256,
    )
    return None if row is None else stored_in(row)


def stored_in(row: Row) -> StoredObject:
    """The file of a row of `stored_objects`."""
    return StoredObject(row["keeper"], row["sha256"], row["media_type"], row["content"], row["place"])


def unstored(owner: int, media_type: str, held: bytes) -> StoredObject:
    """A file that is made here and now."""
    return StoredObject(owner, hashlib.sha256(held).digest(), media_type, held)


async def hand(connection: Connection, stored: StoredObject, to: int, now: datetime) -> bytes:
    """Store the file of another company for `to` as well, for which the transaction acts; return its SHA-256.

    What lies elsewhere is lent until it has been copied there: handing over never waits for the place. The
    caller has locked what names the file, so that nobody forgets it meanwhile.
    """
    if stored.held is not None:
        return await put(connection, to, stored.media_type, stored.held, now)
    await hold_off_sweeping(connection, stored.keeper)
    await connection.execute(
        "INSERT INTO stored_objects (company_id, sha256, media_type, stored_at, place, moved_at, lent_by) "
        "VALUES ($1, $2, $3, $4, $5, $4, $6) ON CONFLICT DO NOTHING",
        to,
        stored.sha256,
        stored.media_type,
        now,
        stored.place,
        stored.keeper,
    )
    return stored.sha256


async def content(pool: Pool, stored: StoredObject | None) -> bytes:
    """What is in a file that a row names. Call it outside of a transaction: a place elsewhere may be slow.

    Refuse with 503 while the place cannot be reached; raise Changed when it answers anything else.
    """
    if stored is None:
        raise LookupError("a row names an object that is not stored")
    if stored.held is not None:
        return stored.held
    place, key = place_of(pool), key_of(stored.keeper, stored.sha256)
    if place is None:
        log.error("an object lies elsewhere and no place is set", key=key)
        raise away()
    try:
        found = await place.read(key)
    except Away as problem:
        log.warning("the place of objects is away", reason=str(problem))
        raise away() from problem
    except Gone:
        raise Changed(f"{place.name} has no {key}") from None
    if (await asyncio.to_thread(hashlib.sha256, found)).digest() != stored.sha256:
        raise Changed(f"{place.name} holds other bytes than were laid there under {key}")
    return found


async def contents(pool: Pool, stored: Sequence[StoredObject]) -> list[bytes]:
    """What is in several files, in their order."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(wanted: StoredObject) -> bytes:
        async with gate:
            return await content(pool, wanted)

    return await asyncio.gather(*map(one, stored))


async def forget(connection: Connection, owner: int, sha256: bytes) -> None:
    """Delete a file that nothing names any more; what lies elsewhere goes with the next sweep."""
    await connection.execute(
        "DELETE FROM stored_objects WHERE company_id = $1 AND sha256 = $2", owner, sha256
    )


def key_of(owner: int, sha256: bytes) -> str:
    """The name of a file at a place elsewhere."""
    digest = sha256.hex()
    return f"{owner}/{digest[:2]}/{digest}"


def lock_of(owner: int) -> str:
    """What those who trust that a company's objects lie elsewhere, and those who sweep there, lock."""
    return f"objects:{owner}"


async def hold_off_sweeping(connection: Connection, owner: int) -> None:
    """Until the transaction ends nobody sweeps what lies elsewhere of this company."""
    await connection.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", lock_of(owner))


def away() -> Refusal:
    """The refusal of whoever wants a file that cannot be reached now."""
    return Refusal(codes.OBJECTS_AWAY, status=503, headers={"Retry-After": str(RETRY_AFTER)})
