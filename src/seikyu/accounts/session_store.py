"""The login sessions of one person, to be looked at and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.rules import SESSION_IDLE
from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not run out."""

    session_id: UUID
    address: str
    agent: str
    signed_in_at: datetime
    seen_at: datetime


async def open_sessions(
    connection: Connection, owner: int, user_id: int, now: datetime
) -> Sequence[OpenSession]:
    """The sessions of a person of the company, the one used last first."""
    rows = await connection.fetch(
        """
        SELECT s.session_id, s.address, s.agent, s.signed_in_at, s.seen_at
        FROM login_sessions s JOIN users u USING (user_id)
        WHERE u.company_id = $1 AND u.user_id = $2 AND s.expires_at > $3 AND s.seen_at > $4
        ORDER BY s.seen_at DESC, s.session_id
        """,
        owner,
        user_id,
        now,
        now - SESSION_IDLE,
    )
    return [OpenSession(**dict(row)) for row in rows]


async def end_one(connection: Connection, user_id: int, session_id: UUID) -> bool:
    """End one session of a person; False when there is none."""
    done = await connection.execute(
        "DELETE FROM login_sessions WHERE user_id = $1 AND session_id = $2", user_id, session_id
    )
    return done == "DELETE 1"


async def end_others(connection: Connection, user_id: int, kept: UUID | None) -> int:
    """End all sessions of a person but one; return how many there were. Who is on the way in begins anew."""
    await connection.execute(
        "DELETE FROM login_steps WHERE user_id = $1 AND kind IN ('second', 'enrol')", user_id
    )
    rows = await connection.fetch(
        "DELETE FROM login_sessions WHERE user_id = $1 AND session_id IS DISTINCT FROM $2 "
        "RETURNING session_id",
        user_id,
        kept,
    )
    return len(rows)
