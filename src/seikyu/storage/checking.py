"""Looking whether every object lies where its row says, and sweeping away what no row names."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seikyu.db.place import Lying, Place
from seikyu.db.pool import Pool, transaction
from seikyu.storage.objects import Changed, StoredObject, content, key_of, lock_of

AT_ONCE = 100


class Wrong(StrEnum):
    """What can be the matter with an object."""

    ELSEWHERE = "missing or changed at its place"
    HERE = "changed in the database"


@dataclass(frozen=True, slots=True)
class Seen:
    """An object that was looked at, and what is the matter with it, if anything is."""

    key: str
    wrong: Wrong | None


async def owners(pool: Pool) -> list[int]:
    """All companies."""
    async with transaction(pool, None) as connection:
        rows = await connection.fetch("SELECT company_id FROM companies ORDER BY company_id")
    return [row["company_id"] for row in rows]


async def verify(pool: Pool, owner: int) -> AsyncIterator[Seen]:
    """Every object of a company, read whole. Raise Refusal while the place cannot be reached."""
    after = b""
    while True:
        async with transaction(pool, owner) as connection:
            rows = await connection.fetch(
                "SELECT COALESCE(lent_by, company_id) AS keeper, sha256, media_type, place, "
                "content IS NOT NULL AS here, sha256(content) = sha256 AS sound "
                "FROM stored_objects WHERE company_id = $1 AND sha256 > $2 ORDER BY sha256 LIMIT $3",
                owner,
                after,
                AT_ONCE,
            )
        if not rows:
            return
        after = rows[-1]["sha256"]
        for row in rows:
            key = key_of(row["keeper"], row["sha256"])
            if row["here"]:
                yield Seen(key, None if row["sound"] else Wrong.HERE)
                continue
            try:
                await content(
                    pool, StoredObject(row["keeper"], row["sha256"], row["media_type"], None, row["place"])
                )
            except Changed:
                yield Seen(key, Wrong.ELSEWHERE)
            else:
                yield Seen(key, None)


async def sweep(pool: Pool, place: Place, written_before: datetime) -> AsyncIterator[str]:
    """Remove what was written before this moment and no row says to lie there; the keys that were."""
    async for one in place.lying():
        if one.written_at < written_before and await _swept(pool, place, one):
            yield one.key


async def _swept(pool: Pool, place: Place, one: Lying) -> bool:
    owner, _, rest = one.key.partition("/")
    if not (owner.isascii() and owner.isdigit()):
        return False  # nothing of ours
    digest = _digest_in(rest)
    async with transaction(pool, int(owner)) as connection:
        # A mover that is about to trust this object waits, and then finds that it must lay it anew.
        await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock_of(int(owner)))
        named = digest is not None and await connection.fetchval(
            "SELECT EXISTS (SELECT FROM stored_objects "
            "WHERE company_id = $1 AND sha256 = $2 AND content IS NULL) OR is_object_lent($1, $2)",
            int(owner),
            digest,
        )
        if not named:
            await place.remove(one.key)
    return not named


def _digest_in(rest: str) -> bytes | None:
    """The digest in a key; none in the name of a file that was never finished."""
    try:
        digest = bytes.fromhex(rest.rpartition("/")[2])
    except ValueError:
        return None
    return digest if len(digest) == hashlib.sha256().digest_size else None
