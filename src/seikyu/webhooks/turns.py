"""Whose turn it is to send to a webhook, and when a job looks after it next; the owner comes first."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.webhooks.model import SEND, Held

SOON = timedelta(seconds=2)
"""A job may come by less than this before its time: clocks differ, and the queue counts from the beginning of
the transaction that it was written in."""


async def wake(connection: Connection, owner: int, webhook_id: UUID, at: datetime, now: datetime) -> None:
    """Have a job look after a webhook at this moment, unless one comes before it anyway.

    One that comes within `SOON` may be this very job.
    """
    done = await connection.execute(
        "UPDATE webhooks SET alarm_at = $3 WHERE company_id = $1 AND webhook_id = $2 AND enabled "
        "AND (alarm_at IS NULL OR alarm_at <= $4 OR alarm_at > $3)",
        owner,
        webhook_id,
        at,
        now + SOON,
    )
    if done == "UPDATE 1":
        await _have_looked(connection, owner, webhook_id, at, now)


async def wake_again(
    connection: Connection, owner: int, webhook_id: UUID, at: datetime, now: datetime
) -> None:
    """Have a job look after a webhook at this moment and not before, whatever comes earlier."""
    at += SOON
    done = await connection.execute(
        "UPDATE webhooks SET alarm_at = $3 WHERE company_id = $1 AND webhook_id = $2 AND enabled",
        owner,
        webhook_id,
        at,
    )
    if done == "UPDATE 1":
        await _have_looked(connection, owner, webhook_id, at, now)


async def hold(
    connection: Connection,
    owner: int,
    webhook_id: UUID,
    turn: UUID,
    now: datetime,
    until: datetime,
    *,
    going_on: bool,
) -> Held | None:
    """Be the only one who sends to a webhook until then; None while somebody else is, or it wants nothing.

    `going_on` prolongs what this turn holds already.
    """
    row = await connection.fetchrow(
        """
        UPDATE webhooks AS w SET holder = $3, busy_until = $5 FROM oauth_clients AS c
        WHERE w.company_id = $1 AND w.webhook_id = $2 AND w.enabled AND w.deleted_at IS NULL
            AND c.client_id = w.client_id AND c.disabled_at IS NULL
            AND (w.busy_until IS NULL OR w.busy_until <= $4 OR ($6 AND w.holder = $3))
        RETURNING w.webhook_id, w.holder, w.url, w.secret,
            CASE WHEN w.old_until > $4 THEN w.old_secret END AS old_secret
        """,
        owner,
        webhook_id,
        turn,
        now,
        until,
        going_on,
    )
    return None if row is None else Held(**dict(row))


async def busy_until(connection: Connection, owner: int, webhook_id: UUID, turn: UUID) -> datetime | None:
    """Until when a webhook is held by this turn."""
    found: datetime | None = await connection.fetchval(
        "SELECT busy_until FROM webhooks WHERE company_id = $1 AND webhook_id = $2 AND enabled "
        "AND holder = $3",
        owner,
        webhook_id,
        turn,
    )
    return found


async def let_go(connection: Connection, owner: int, held: Held) -> None:
    """Let others send to a webhook again."""
    await connection.execute(
        "UPDATE webhooks SET holder = NULL, busy_until = NULL "
        "WHERE company_id = $1 AND webhook_id = $2 AND holder = $3",
        owner,
        held.webhook_id,
        held.holder,
    )


async def _have_looked(
    connection: Connection, owner: int, webhook_id: UUID, at: datetime, now: datetime
) -> None:
    payload: Payload = {"company_id": owner, "webhook_id": str(webhook_id), "turn": str(uuid4())}
    await enqueue(connection, [Job(SEND, payload, max(at - now, timedelta(0)) or None)])
