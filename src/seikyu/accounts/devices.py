"""Browsers that somebody has logged in with before: each holds a random mark, of which a hash is kept."""

from datetime import datetime, timedelta

from seikyu.db.pool import Connection

REMEMBERED = timedelta(days=400)
"""As long as browsers keep a cookie at most."""


async def is_known(
    connection: Connection, owner: int, user_id: int, device_hash: bytes, now: datetime
) -> bool:
    """Whether a person has logged in with this browser before."""
    known: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM known_devices "
        "WHERE company_id = $1 AND user_id = $2 AND device_hash = $3 AND seen_at > $4)",
        owner,
        user_id,
        device_hash,
        now - REMEMBERED,
    )
    return known


async def meet(connection: Connection, owner: int, user_id: int, device_hash: bytes, now: datetime) -> bool:
    """Remember a browser; True when it is a new one of somebody who has been here with another."""
    await connection.execute(
        "DELETE FROM known_devices WHERE company_id = $1 AND user_id = $2 AND seen_at < $3",
        owner,
        user_id,
        now - REMEMBERED,
    )
    strange: bool = await connection.fetchval(
        """
        WITH before AS (
            SELECT count(*) > 0 AND NOT bool_or(device_hash = $3) AS strange
            FROM known_devices WHERE company_id = $1 AND user_id = $2
        ), met AS (
            INSERT INTO known_devices (company_id, user_id, device_hash, first_at, seen_at)
            VALUES ($1, $2, $3, $4, $4)
            ON CONFLICT (company_id, user_id, device_hash) DO UPDATE SET seen_at = $4
        )
        SELECT strange FROM before
        """,
        owner,
        user_id,
        device_hash,
        now,
    )
    return bool(strange)
