"""Writing webhooks and their deliveries; the owner company comes first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.kit.ids import new_ids
from seikyu.webhooks.model import KEPT, NewDelivery, Noted, Stop, Wish

AT_ONCE = 5000
"""So many old deliveries are cleared away at once."""


async def lock(connection: Connection, owner: int) -> None:
    """Be the only one who adds webhooks or has the log followed, until the transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('webhooks', $1))", owner)


async def count_locked(connection: Connection, owner: int) -> int:
    """How many webhooks a company has; nobody adds one before the end of the transaction."""
    await lock(connection, owner)
    found: int = await connection.fetchval(
        "SELECT count(*) FROM webhooks WHERE company_id = $1 AND deleted_at IS NULL", owner
    )
    return found


async def add(
    connection: Connection,
    owner: int,
    webhook_id: UUID,
    client_id: str,
    wish: Wish,
    secret: bytes,
    now: datetime,
) -> None:
    """A new webhook with its sealed secret."""
    await connection.execute(
        "INSERT INTO webhooks (company_id, webhook_id, client_id, url, events, enabled, secret, created_at, "
        "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        owner,
        webhook_id,
        client_id,
        wish.url,
        wish.events,
        wish.enabled,
        secret,
        now,
    )


async def change(connection: Connection, owner: int, webhook_id: UUID, wish: Wish, now: datetime) -> bool:
    """What a company wants now; what stopped it before is forgotten. False when there is none."""
    done = await connection.execute(
        "UPDATE webhooks SET url = $3, events = $4, enabled = $5, updated_at = $6, stopped = NULL, "
        "failing_since = NULL, told_at = NULL "
        "WHERE company_id = $1 AND webhook_id = $2 AND deleted_at IS NULL",
        owner,
        webhook_id,
        wish.url,
        wish.events,
        wish.enabled,
        now,
    )
    return done == "UPDATE 1"


async def rotate(
    connection: Connection, owner: int, webhook_id: UUID, secret: bytes, old_until: datetime, now: datetime
) -> bool:
    """Another secret; the one before signs until `old_until`. False when there is no such webhook."""
    done = await connection.execute(
        "UPDATE webhooks SET old_secret = secret, old_until = $4, secret = $3, updated_at = $5 "
        "WHERE company_id = $1 AND webhook_id = $2 AND deleted_at IS NULL",
        owner,
        webhook_id,
        secret,
        old_until,
        now,
    )
    return done == "UPDATE 1"


async def delete(connection: Connection, owner: int, webhook_id: UUID, now: datetime) -> bool:
    """Take a webhook away and forget its secrets; its deliveries go when their time has come."""
    done = await connection.execute(
        "UPDATE webhooks SET deleted_at = $3, updated_at = $3, enabled = false, secret = NULL, "
        "old_secret = NULL WHERE company_id = $1 AND webhook_id = $2 AND deleted_at IS NULL",
        owner,
        webhook_id,
        now,
    )
    return done == "UPDATE 1"


async def add_deliveries(
    connection: Connection, owner: int, deliveries: Sequence[NewDelivery], now: datetime
) -> None:
    """Deliveries to be sent now; those that are there already stay as they are."""
    await connection.execute(
        """
        INSERT INTO webhook_deliveries
            (company_id, webhook_id, event_id, event, occurred_at, body, state, next_at, created_at)
        SELECT $1, d.*, 'waiting', $7, $7
        FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bytea[]) AS d
        ON CONFLICT DO NOTHING
        """,
        owner,
        [one.webhook_id for one in deliveries],
        [one.event_id for one in deliveries],
        [one.event for one in deliveries],
        [one.occurred_at for one in deliveries],
        [one.body for one in deliveries],
        now,
    )


async def send_again(
    connection: Connection, owner: int, webhook_id: UUID, event_id: UUID, now: datetime
) -> bool:
    """Have a delivery sent now, with all attempts before it if it was over; False when there is none."""
    done = await connection.execute(
        "UPDATE webhook_deliveries SET state = 'waiting', next_at = $4, "
        "attempts = CASE state WHEN 'waiting' THEN attempts ELSE 0 END "
        "WHERE company_id = $1 AND webhook_id = $2 AND event_id = $3",
        owner,
        webhook_id,
        event_id,
        now,
    )
    return done == "UPDATE 1"


async def note(
    connection: Connection, owner: int, webhook_id: UUID, noted: Sequence[Noted], now: datetime
) -> set[UUID]:
    """Write down what came of attempts; tell of which, as one that somebody else has noted stays so."""
    rows = await connection.fetch(
        """
        WITH noted AS (
            UPDATE webhook_deliveries AS d SET state = n.state, next_at = n.next_at,
                attempts = d.attempts + 1, attempted_at = $3, status = n.status, problem = n.problem,
                answer = n.answer, took_ms = n.took_ms
            FROM unnest($4::uuid[], $5::integer[], $6::text[], $7::timestamptz[], $8::smallint[], $9::text[],
                        $10::text[], $11::integer[], $12::uuid[])
                AS n (event_id, attempts, state, next_at, status, problem, answer, took_ms, attempt_id)
            WHERE d.company_id = $1 AND d.webhook_id = $2 AND d.event_id = n.event_id
                AND d.attempts = n.attempts AND d.state = 'waiting'
            RETURNING d.event_id, n.attempt_id, n.status, n.problem, n.answer, n.took_ms
        )
        INSERT INTO webhook_attempts
            (company_id, webhook_id, event_id, attempt_id, attempted_at, status, problem, answer, took_ms)
        SELECT $1, $2, event_id, attempt_id, $3, status, problem, answer, took_ms FROM noted
        RETURNING event_id
        """,
        owner,
        webhook_id,
        now,
        [one.due.event_id for one in noted],
        [one.due.attempts for one in noted],
        [one.state for one in noted],
        [one.next_at for one in noted],
        [one.outcome.status for one in noted],
        [one.outcome.problem for one in noted],
        [one.outcome.answer for one in noted],
        [one.outcome.took_ms for one in noted],
        new_ids(now, len(noted)),
    )
    return {row["event_id"] for row in rows}


async def note_health(
    connection: Connection, owner: int, webhook_id: UUID, now: datetime, *, well: bool
) -> datetime | None:
    """Note whether a webhook takes what it is sent; tell since when it does not."""
    since: datetime | None = await connection.fetchval(
        "UPDATE webhooks SET failing_since = CASE WHEN $3 THEN NULL ELSE coalesce(failing_since, $4) END, "
        "told_at = CASE WHEN $3 THEN NULL ELSE told_at END "
        "WHERE company_id = $1 AND webhook_id = $2 RETURNING failing_since",
        owner,
        webhook_id,
        well,
        now,
    )
    return since


async def stop(connection: Connection, owner: int, webhook_id: UUID, why: Stop, now: datetime) -> bool:
    """Send nothing more until the company wants it again; False when that is so already."""
    done = await connection.execute(
        "UPDATE webhooks SET enabled = false, stopped = $3, updated_at = $4 "
        "WHERE company_id = $1 AND webhook_id = $2 AND enabled",
        owner,
        webhook_id,
        why,
        now,
    )
    return done == "UPDATE 1"


async def tell_once(connection: Connection, owner: int, webhook_id: UUID, now: datetime) -> bool:
    """Whether nobody has been told that something was given up since the webhook last took anything."""
    done = await connection.execute(
        "UPDATE webhooks SET told_at = $3 WHERE company_id = $1 AND webhook_id = $2 AND told_at IS NULL",
        owner,
        webhook_id,
        now,
    )
    return done == "UPDATE 1"


async def purge(connection: Connection, owner: int, now: datetime) -> bool:
    """Delete deliveries that are too old to be looked at, and old secrets; whether there are more of them."""
    done = await connection.execute(
        "DELETE FROM webhook_deliveries WHERE (company_id, webhook_id, event_id) IN (SELECT company_id, "
        "webhook_id, event_id FROM webhook_deliveries WHERE company_id = $1 AND created_at < $2 LIMIT $3)",
        owner,
        now - KEPT,
        AT_ONCE,
    )
    await connection.execute(
        "UPDATE webhooks SET old_secret = NULL, old_until = NULL WHERE company_id = $1 AND old_until <= $2",
        owner,
        now,
    )
    return done == f"DELETE {AT_ONCE}"
