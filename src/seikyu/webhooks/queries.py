"""Reading webhooks and their deliveries; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.conditions import Conditions
from seikyu.db.pool import Connection, Row
from seikyu.webhooks.model import MOST_SHOWN, Attempt, Delivery, Due, Outcome, Problem, State, Stop, Webhook

_COLUMNS = (
    "w.webhook_id, w.client_id, c.name AS client_name, w.url, w.events, w.enabled, w.stopped, w.old_until, "
    "w.failing_since, w.created_at, w.updated_at"
)
_OF = (
    "FROM webhooks AS w JOIN oauth_clients AS c USING (client_id) "
    "WHERE w.company_id = $1 AND w.deleted_at IS NULL"
)
_DELIVERY = (
    "event_id, event, occurred_at, state, attempts, next_at, attempted_at, status, problem, answer, took_ms, "
    "convert_from(body, 'UTF8') AS body"
)


@dataclass(frozen=True, slots=True)
class Application:
    """An API client of the company, which webhooks may belong to."""

    client_id: str
    name: str


async def webhooks(connection: Connection, owner: int, client_id: str | None = None) -> list[Webhook]:
    """All of a company, or of one of its applications, oldest first."""
    where = _where(owner, client_id)
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} {_OF} AND {where.text} ORDER BY w.webhook_id",
        *where.values,
    )
    return [_webhook(row) for row in rows]


async def one(
    connection: Connection, owner: int, webhook_id: UUID, client_id: str | None = None
) -> Webhook | None:
    """One of a company, perhaps only if it is of this application."""
    where = _where(owner, client_id)
    where.add("w.webhook_id = {}", webhook_id)
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} {_OF} AND {where.text}",
        *where.values,
    )
    return None if row is None else _webhook(row)


async def listening(connection: Connection, owner: int) -> list[Webhook]:
    """Those that are told of events: enabled, of an application that is not shut out."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} {_OF} AND w.enabled AND c.disabled_at IS NULL",
        owner,
    )
    return [_webhook(row) for row in rows]


async def applications(connection: Connection, owner: int) -> list[Application]:
    """The company's applications that are not shut out, by name."""
    rows = await connection.fetch(
        "SELECT client_id, name FROM oauth_clients WHERE company_id = $1 AND disabled_at IS NULL "
        "ORDER BY name, client_id",
        owner,
    )
    return [Application(row["client_id"], row["name"]) for row in rows]


async def deliveries(
    connection: Connection, owner: int, webhook_id: UUID, state: str | None, start: int, most: int
) -> tuple[int, list[Delivery]]:
    """How many there are, and a part of them, newest first."""
    where = Conditions([owner, webhook_id], ["company_id = $1", "webhook_id = $2"])
    where.add("state = {}", state)
    total: int = await connection.fetchval(
        f"SELECT count(*) FROM webhook_deliveries WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    text = where.text
    rows = await connection.fetch(
        f"SELECT {_DELIVERY} FROM webhook_deliveries WHERE {text} "  # noqa: S608 -- clauses of our own
        f"ORDER BY event_id DESC LIMIT {where.parameter(most)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    tries = await _tries(connection, owner, webhook_id, [row["event_id"] for row in rows])
    return total, [_delivery(row, tries[row["event_id"]]) for row in rows]


async def delivery(connection: Connection, owner: int, webhook_id: UUID, event_id: UUID) -> Delivery | None:
    """One delivery."""
    row = await connection.fetchrow(
        f"SELECT {_DELIVERY} FROM webhook_deliveries "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND webhook_id = $2 AND event_id = $3",
        owner,
        webhook_id,
        event_id,
    )
    if row is None:
        return None
    return _delivery(row, (await _tries(connection, owner, webhook_id, [event_id]))[event_id])


async def _tries(
    connection: Connection, owner: int, webhook_id: UUID, event_ids: Sequence[UUID]
) -> dict[UUID, list[Attempt]]:
    """The newest attempts of each delivery, oldest first."""
    rows = await connection.fetch(
        """
        SELECT a.event_id, a.attempted_at, a.status, a.problem, a.answer, a.took_ms
        FROM unnest($3::uuid[]) AS e (event_id) CROSS JOIN LATERAL (
            SELECT event_id, attempt_id, attempted_at, status, problem, answer, took_ms FROM webhook_attempts
            WHERE company_id = $1 AND webhook_id = $2 AND event_id = e.event_id
            ORDER BY attempt_id DESC LIMIT $4
        ) AS a ORDER BY a.attempt_id
        """,
        owner,
        webhook_id,
        event_ids,
        MOST_SHOWN,
    )
    found: dict[UUID, list[Attempt]] = {event_id: [] for event_id in event_ids}
    for row in rows:
        found[row["event_id"]].append(Attempt(row["attempted_at"], _outcome(row)))
    return found


async def due(
    connection: Connection, owner: int, webhook_id: UUID, now: datetime, most: int
) -> Sequence[Due]:
    """What is to be sent to a webhook now, the longest due first."""
    rows = await connection.fetch(
        "SELECT event_id, event, body, attempts FROM webhook_deliveries WHERE company_id = $1 "
        "AND webhook_id = $2 AND state = 'waiting' AND next_at <= $3 ORDER BY next_at, event_id LIMIT $4",
        owner,
        webhook_id,
        now,
        most,
    )
    return [Due(**dict(row)) for row in rows]


async def next_due(connection: Connection, owner: int, webhook_id: UUID) -> datetime | None:
    """When something is to be sent to a webhook next."""
    found: datetime | None = await connection.fetchval(
        "SELECT min(next_at) FROM webhook_deliveries "
        "WHERE company_id = $1 AND webhook_id = $2 AND state = 'waiting'",
        owner,
        webhook_id,
    )
    return found


async def overdue(connection: Connection, owner: int, before: datetime) -> Collection[UUID]:
    """The webhooks that should long have been sent something: what was to wake them is lost."""
    rows = await connection.fetch(
        "SELECT DISTINCT webhook_id FROM webhook_deliveries AS d JOIN webhooks AS w "
        "USING (company_id, webhook_id) WHERE company_id = $1 AND d.state = 'waiting' AND d.next_at < $2 "
        "AND w.enabled AND w.deleted_at IS NULL",
        owner,
        before,
    )
    return [row["webhook_id"] for row in rows]


async def owners(connection: Connection) -> list[int]:
    """The companies that may have webhooks: those with applications."""
    rows = await connection.fetch("SELECT DISTINCT company_id FROM oauth_clients ORDER BY company_id")
    return [row["company_id"] for row in rows]


def _where(owner: int, client_id: str | None) -> Conditions:
    where = Conditions([owner], ["w.company_id = $1"])
    where.add("w.client_id = {}", client_id)
    return where


def _webhook(row: Row) -> Webhook:
    stopped = None if row["stopped"] is None else Stop(row["stopped"])
    return Webhook(**{**row, "events": tuple(row["events"]), "stopped": stopped})


def _outcome(row: Row) -> Outcome:
    problem = None if row["problem"] is None else Problem(row["problem"])
    return Outcome(row["status"], problem, row["answer"] or "", row["took_ms"] or 0)


def _delivery(row: Row, tries: Sequence[Attempt]) -> Delivery:
    last = None if row["attempted_at"] is None else _outcome(row)
    return Delivery(
        row["event_id"],
        row["event"],
        row["occurred_at"],
        State(row["state"]),
        row["attempts"],
        row["next_at"],
        row["attempted_at"],
        last,
        row["body"],
        tuple(tries),
    )
