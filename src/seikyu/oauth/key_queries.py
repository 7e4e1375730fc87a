"""Every SELECT on signing keys."""

from dataclasses import dataclass, field
from datetime import datetime

from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A signing key as it is kept: sealed, or in clear (PEM) if it is from before keys were sealed."""

    kid: str
    clear: str | None = field(repr=False)
    sealed: bytes | None = field(repr=False)


async def signing_key(connection: Connection, now: datetime) -> StoredKey | None:
    """The newest key that signs already and is not retired yet."""
    row = await connection.fetchrow(
        """
        SELECT kid, private_key, sealed_key FROM signing_keys
        WHERE signs_from <= $1 AND (retired_at IS NULL OR retired_at > $1)
        ORDER BY signs_from DESC, kid LIMIT 1
        """,
        now,
    )
    return None if row is None else StoredKey(*row)


async def published_keys(connection: Connection, since: datetime) -> list[StoredKey]:
    """The keys that were not retired before `since`, those to come too, oldest first."""
    rows = await connection.fetch(
        "SELECT kid, private_key, sealed_key FROM signing_keys WHERE retired_at IS NULL OR retired_at > $1 "
        "ORDER BY signs_from, kid",
        since,
    )
    return [StoredKey(*row) for row in rows]


async def clear_keys(connection: Connection) -> list[StoredKey]:
    """The keys that were kept before keys were sealed."""
    rows = await connection.fetch(
        "SELECT kid, private_key, sealed_key FROM signing_keys WHERE sealed_key IS NULL FOR UPDATE"
    )
    return [StoredKey(*row) for row in rows]
