"""Every statement on passkeys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.factors import StoredPasskey
from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that a browser has made."""

    passkey_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str


async def passkeys_of(connection: Connection, owner: int, user_id: int) -> Sequence[StoredPasskey]:
    """All passkeys of a person."""
    rows = await connection.fetch(
        "SELECT passkey_id, credential_id, public_key, sign_count FROM passkeys "
        "WHERE company_id = $1 AND user_id = $2",
        owner,
        user_id,
    )
    return [StoredPasskey(**dict(row)) for row in rows]


async def add_passkey(
    connection: Connection, owner: int, user_id: int, new: NewPasskey, now: datetime
) -> None:
    """Keep a passkey."""
    await connection.execute(
        """
        INSERT INTO passkeys (company_id, user_id, passkey_id, credential_id, public_key, sign_count, name,
                              added_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        owner,
        user_id,
        new.passkey_id,
        new.credential_id,
        new.public_key,
        new.sign_count,
        new.name,
        now,
    )


async def use_passkey(
    connection: Connection, owner: int, user_id: int, passkey_id: UUID, count: int, now: datetime
) -> bool:
    """Note that a passkey was used; False when its count did not grow, as that of a copy would not.

    Passkeys that are kept in step between devices do not count: they always say 0 (WebAuthn §6.1.1).
    """
    done = await connection.execute(
        "UPDATE passkeys SET sign_count = $4, used_at = $5 "
        "WHERE company_id = $1 AND user_id = $2 AND passkey_id = $3 "
        "AND (sign_count < $4 OR (sign_count = 0 AND $4 = 0))",
        owner,
        user_id,
        passkey_id,
        count,
        now,
    )
    return done == "UPDATE 1"


async def remove_passkey(connection: Connection, owner: int, user_id: int, passkey_id: UUID) -> str | None:
    """Forget a passkey; return its name, None when there is no such one."""
    name: str | None = await connection.fetchval(
        "DELETE FROM passkeys WHERE company_id = $1 AND user_id = $2 AND passkey_id = $3 RETURNING name",
        owner,
        user_id,
        passkey_id,
    )
    return name


async def remove_passkeys(connection: Connection, owner: int, user_id: int) -> None:
    """Forget all passkeys of a person."""
    await connection.execute("DELETE FROM passkeys WHERE company_id = $1 AND user_id = $2", owner, user_id)
