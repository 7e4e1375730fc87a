"""What was asked and found about the log."""

from datetime import datetime
from uuid import UUID

from seikyu.audit.verifying import Verdict
from seikyu.db.pool import Connection
from seikyu.oversight.queries import FAILED


async def ask(
    connection: Connection, owner: int, verification_id: UUID, now: datetime, asked_by: str
) -> None:
    """Note that somebody wants the log verified."""
    await connection.execute(
        "INSERT INTO audit_verifications (company_id, verification_id, asked_at, asked_by) "
        "VALUES ($1, $2, $3, $4)",
        owner,
        verification_id,
        now,
        asked_by,
    )


async def conclude(
    connection: Connection, owner: int, verification_id: UUID, now: datetime, verdict: Verdict
) -> None:
    """Note what was found, once."""
    broken = verdict.broken
    await connection.execute(
        """
        UPDATE audit_verifications
        SET done_at = $3, last_no = $4, last_hash = $5, removed = $6,
            broken = $7, broken_no = $8, broken_event = $9
        WHERE company_id = $1 AND verification_id = $2 AND done_at IS NULL
        """,
        owner,
        verification_id,
        now,
        verdict.last_no,
        verdict.last_hash,
        verdict.removed,
        None if broken is None else broken.wrong,
        None if broken is None else broken.chain_no,
        None if broken is None else broken.event_id,
    )


async def give_up(connection: Connection, owner: int, verification_id: UUID, now: datetime) -> None:
    """Note that nothing could be found out."""
    await connection.execute(
        "UPDATE audit_verifications SET done_at = $3, broken = $4 "
        "WHERE company_id = $1 AND verification_id = $2 AND done_at IS NULL",
        owner,
        verification_id,
        now,
        FAILED,
    )
