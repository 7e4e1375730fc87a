"""Writing invitations and their keys; every change of state is guarded by the state it leaves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.invitations.keys import hash_of
from seikyu.invitations.model import Method, Partner, State
from seikyu.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of an invitation: to whom, how, until when it is good, and by whom."""

    partner_id: UUID
    partner_name: str
    method: Method
    recipient: str
    expires_at: datetime
    sent_by: str
    letter: bytes | None
    partner: Partner = Partner.CUSTOMER


async def send_first(connection: Connection, owner: int, sending: Sending, key: str, now: datetime) -> UUID:
    """Add an invitation of a customer or payee with its first key."""
    invitation_id = new_id(now)
    await connection.execute(
        """
        INSERT INTO invitations (company_id, invitation_id, partner, partner_id, partner_name, method,
            recipient, state, sent_count, sent_at, expires_at, sent_by, letter, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $9)
        """,
        owner,
        invitation_id,
        sending.partner,
        sending.partner_id,
        sending.partner_name,
        sending.method,
        sending.recipient,
        State.SENT,
        now,
        sending.expires_at,
        sending.sent_by,
        sending.letter,
    )
    await add_key(connection, owner, invitation_id, 1, key, now)
    return invitation_id


async def send_again(
    connection: Connection, owner: int, invitation_id: UUID, sending: Sending, key: str, now: datetime
) -> bool:
    """Send an open or expired invitation once more, perhaps elsewhere: earlier keys are void."""
    count: int | None = await connection.fetchval(
        """
        UPDATE invitations SET sent_count = sent_count + 1, sent_at = $3, method = $4, recipient = $5,
            expires_at = $6, sent_by = $7, letter = $8, partner_name = $9
        WHERE company_id = $1 AND invitation_id = $2 AND state = $10 RETURNING sent_count
        """,
        owner,
        invitation_id,
        now,
        sending.method,
        sending.recipient,
        sending.expires_at,
        sending.sent_by,
        sending.letter,
        sending.partner_name,
        State.SENT,
    )
    if count is None:
        return False
    await add_key(connection, owner, invitation_id, count, key, now)
    return True


async def add_key(
    connection: Connection, owner: int, invitation_id: UUID, sending: int, key: str, now: datetime
) -> None:
    """One more key to an invitation, good as long as this sending is."""
    await connection.execute(
        "INSERT INTO invitation_keys (key_hash, company_id, invitation_id, sending, made_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        hash_of(key),
        owner,
        invitation_id,
        sending,
        now,
    )


async def answer(
    connection: Connection,
    owner: int,
    invitation_id: UUID,
    state: State,
    now: datetime,
    *,
    by: str,
    company_id: int | None = None,
    reason: str | None = None,
) -> bool:
    """`SENT` → accepted, declined or withdrawn; False when somebody was faster. The letter is forgotten."""
    done = await connection.execute(
        "UPDATE invitations SET state = $3, answered_at = $4, answered_by = $5, answering_company_id = $6, "
        "reason = $7, letter = NULL WHERE company_id = $1 AND invitation_id = $2 AND state = $8",
        owner,
        invitation_id,
        state,
        now,
        by,
        company_id,
        reason,
        State.SENT,
    )
    return done.endswith(" 1")


async def link(connection: Connection, owner: int, customer_id: UUID, buyer: int, now: datetime) -> bool:
    """Link a customer, and what is still to be issued to it, with a member; False when it has one."""
    done = await connection.execute(
        "UPDATE customers SET buyer_company_id = $3, updated_at = $4 "
        "WHERE company_id = $1 AND customer_id = $2 AND buyer_company_id IS NULL AND deleted_at IS NULL",
        owner,
        customer_id,
        buyer,
        now,
    )
    if not done.endswith(" 1"):
        return False
    # Those that are issued (22) follow one by one as they are laid into the inbox; the deleted stay.
    await connection.execute(
        "UPDATE invoices SET buyer_company_id = $3, updated_at = $4 WHERE company_id = $1 "
        "AND customer_id = $2 AND buyer_company_id IS NULL AND status NOT IN (22, 23)",
        owner,
        customer_id,
        buyer,
        now,
    )
    return True


async def keep_email(
    connection: Connection, owner: int, customer_id: UUID, email: str, now: datetime
) -> bool:
    """Give a customer that has no mail address the one it was invited at."""
    done = await connection.execute(
        "UPDATE customers SET user_email = $3, updated_at = $4 "
        "WHERE company_id = $1 AND customer_id = $2 AND user_email IS NULL",
        owner,
        customer_id,
        email,
        now,
    )
    return done.endswith(" 1")
