"""Mail that has been written, and whether it has gone out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.ids import new_id

SEND = "mail.send"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person, in plain text.

    The text of a confidential one, which holds a link or code, is forgotten once it has gone out.
    """

    recipient: str
    subject: str
    body: str
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A message with its place in the outbox."""

    mail_id: UUID
    mail: Mail
    written_at: datetime
    sent_at: datetime | None


async def write(connection: Connection, owner: int, mails: Sequence[Mail], now: datetime) -> None:
    """Put messages into the outbox of `owner` and ask for them to be sent."""
    ids = [new_id(now) for _ in mails]
    await connection.executemany(
        "INSERT INTO mails (company_id, mail_id, recipient, subject, body, confidential, written_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (owner, key, m.recipient, m.subject, m.body, m.confidential, now)
            for key, m in zip(ids, mails, strict=True)
        ],
    )
    await enqueue(connection, [Job(SEND, {"company_id": owner, "mail_id": str(key)}) for key in ids])


async def take_unsent(connection: Connection, owner: int, mail_id: UUID) -> Mail | None:
    """The message if it has not gone out yet, locked so that no second worker sends it meanwhile."""
    row = await connection.fetchrow(
        "SELECT recipient, subject, body, confidential FROM mails "
        "WHERE company_id = $1 AND mail_id = $2 AND sent_at IS NULL FOR UPDATE",
        owner,
        mail_id,
    )
    return None if row is None else Mail(**row)


async def mark_sent(
    connection: Connection, owner: int, mail_id: UUID, now: datetime, *, forget: bool = False
) -> None:
    """Note that the message has gone out, and perhaps forget its text."""
    await connection.execute(
        "UPDATE mails SET sent_at = $3, body = CASE WHEN $4 THEN '' ELSE body END "
        "WHERE company_id = $1 AND mail_id = $2",
        owner,
        mail_id,
        now,
        forget,
    )


async def newest(connection: Connection, owner: int, limit: int = 100) -> list[WrittenMail]:
    """The latest messages of `owner`, newest first."""
    rows = await connection.fetch(
        "SELECT mail_id, recipient, subject, body, written_at, sent_at FROM mails "
        "WHERE company_id = $1 ORDER BY mail_id DESC LIMIT $2",
        owner,
        limit,
    )
    return [_written(row) for row in rows]


def _written(row: Row) -> WrittenMail:
    mail = Mail(row["recipient"], row["subject"], row["body"])
    return WrittenMail(row["mail_id"], mail, row["written_at"], row["sent_at"])
