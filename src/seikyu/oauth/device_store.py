"""Every statement on devices that wait for a person (RFC 8628)."""

from datetime import datetime, timedelta

from seikyu.accounts.model import SignedIn, User
from seikyu.accounts.queries import user_of
from seikyu.db.pool import Connection, Row
from seikyu.oauth.model import Device, Grant, Issue
from seikyu.oauth.store import family_values
from seikyu.oauth.tokens import digest


async def add_device(connection: Connection, device: Device, user_code: str, now: datetime) -> bool:
    """Remember a device; False when its user code is in use."""
    added = await connection.fetchval(
        """
        INSERT INTO oauth_devices (device_hash, user_code_hash, client_id, scope, asked_at, expires_at,
                                   pause_seconds)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_code_hash) DO NOTHING RETURNING true
        """,
        device.device_hash,
        digest(user_code),
        device.client_id,
        device.scope,
        now,
        device.expires_at,
        int(device.pause.total_seconds()),
    )
    return added is not None


async def device(connection: Connection, device_hash: bytes) -> tuple[Device, User | None] | None:
    """The device with this code, expired and redeemed ones too, with whoever decided about it."""
    row = await connection.fetchrow(
        """
        SELECT d.device_hash, d.client_id, d.scope, d.expires_at, d.pause_seconds, d.polled_at, d.allowed,
               d.signed_in_at, d.redeemed_at, u.*
        FROM oauth_devices d LEFT JOIN active_users u USING (user_id)
        WHERE d.device_hash = $1
        """,
        device_hash,
    )
    if row is None:
        return None
    return _device(row), None if row["user_id"] is None else user_of(row)


async def waiting_device(connection: Connection, user_code: str, now: datetime) -> Device | None:
    """The device that shows this code, if nobody has decided yet and it is not too late."""
    row = await connection.fetchrow(
        """
        SELECT device_hash, client_id, scope, expires_at, pause_seconds, polled_at, allowed, signed_in_at,
               redeemed_at
        FROM oauth_devices WHERE user_code_hash = $1 AND decided_at IS NULL AND expires_at > $2
        """,
        digest(user_code),
        now,
    )
    return None if row is None else _device(row)


async def decide(
    connection: Connection, found: Device, signed_in: SignedIn, now: datetime, *, allowed: bool
) -> bool:
    """Write a person's decision down; False when there is one, or it is too late."""
    decided = await connection.fetchval(
        """
        UPDATE oauth_devices SET user_id = $2, signed_in_at = $3, allowed = $4, decided_at = $5
        WHERE device_hash = $1 AND decided_at IS NULL AND expires_at > $5 RETURNING true
        """,
        found.device_hash,
        signed_in.user.user_id,
        signed_in.since,
        allowed,
        now,
    )
    return decided is not None


async def note_poll(connection: Connection, found: Device, pause: timedelta, now: datetime) -> None:
    """Remember when the client last asked, and how long it has to pause from now on."""
    await connection.execute(
        "UPDATE oauth_devices SET polled_at = $2, pause_seconds = $3 WHERE device_hash = $1",
        found.device_hash,
        now,
        int(pause.total_seconds()),
    )


async def redeem_device(
    connection: Connection, found: Device, grant: Grant, issue: Issue, now: datetime
) -> bool:
    """Begin the family a device was allowed, in one statement; False when another request won."""
    done = await connection.fetchval(
        """
        WITH redeemed AS (
            UPDATE oauth_devices SET redeemed_at = $10
            WHERE device_hash = $13 AND allowed AND redeemed_at IS NULL RETURNING device_hash
        ), begun AS (
            INSERT INTO oauth_families (family_id, handle_hash, client_id, user_id, scope, signed_in_at,
                                        refresh_hash, refresh_expires_at, begun_at, refreshed_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $10, $10 FROM redeemed
        )
        INSERT INTO oauth_access_tokens (token_hash, family_id, scope, expires_at)
        SELECT $9, $1, $11, $12 FROM redeemed RETURNING true
        """,
        *family_values(grant, issue, now),
        found.device_hash,
    )
    return done is not None


def _device(row: Row) -> Device:
    return Device(
        row["device_hash"],
        row["client_id"],
        row["scope"],
        row["expires_at"],
        timedelta(seconds=row["pause_seconds"]),
        row["polled_at"],
        row["allowed"],
        row["signed_in_at"],
        row["redeemed_at"] is not None,
    )
