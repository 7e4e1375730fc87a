"""Objects are stored once per owner under their digest, so storing one twice changes nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A file as it was stored."""

    media_type: str
    content: bytes


async def put(connection: Connection, owner: int, media_type: str, content: bytes, now: datetime) -> bytes:
    """Store a file for `owner`; return its SHA-256, by which it is found again."""
    digest = hashlib.sha256(content).digest()
    await connection.execute(
        "INSERT INTO stored_objects (company_id, sha256, media_type, content, stored_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        owner,
        digest,
        media_type,
        content,
        now,
    )
    return digest


async def get(connection: Connection, owner: int, sha256: bytes) -> StoredObject | None:
    """The file of `owner` with this digest."""
    row = await connection.fetchrow(
        "SELECT media_type, content FROM stored_objects WHERE company_id = $1 AND sha256 = $2", owner, sha256
    )
    return None if row is None else StoredObject(row["media_type"], row["content"])
