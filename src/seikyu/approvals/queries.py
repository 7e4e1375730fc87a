"""Reading runs and whoever may decide them; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from seikyu.approvals.model import (
    REMIND_AFTER_DAYS,
    Conditions,
    Decider,
    Decision,
    Kind,
    PlannedRoute,
    PlannedStep,
    Run,
    RunState,
    RunStep,
    Side,
)
from seikyu.db.pool import Connection, Row

_RUN = (
    "run_id, kind, number, version, title, route_name, maker_ids, maker_name, state, position, begun_at, "
    "opened_at, ended_at"
)


async def planned_routes(connection: Connection, owner: int, side: Side) -> list[PlannedRoute]:
    """The active routes in their order, with everybody who may decide and can log in; one query."""
    rows = await connection.fetch(
        """
        SELECT r.route_id, r.name, r.amount_from, r.amount_to, r.partner_ids, r.department,
               s.stage, s.name AS step_name,
               ARRAY(SELECT u.user_id FROM active_users AS u
                     WHERE u.company_id = $1 AND u.user_id = ANY(s.user_ids || coalesce(g.member_ids, '{}'))
                     ORDER BY u.user_id) AS approver_ids
        FROM approval_routes AS r
        JOIN approval_route_steps AS s ON s.company_id = $1 AND s.route_id = r.route_id
        LEFT JOIN approval_groups AS g ON g.company_id = $1 AND g.group_id = s.group_id
        WHERE r.company_id = $1 AND r.side = $2 AND r.active
        ORDER BY r.position, r.route_id, s.position
        """,
        owner,
        side,
    )
    routes: dict[UUID, tuple[Row, list[PlannedStep]]] = {}
    for row in rows:
        _, steps = routes.setdefault(row["route_id"], (row, []))
        steps.append(PlannedStep(row["stage"], row["step_name"], tuple(row["approver_ids"])))
    return [
        PlannedRoute(route_id, row["name"], conditions_of(row), tuple(steps))
        for route_id, (row, steps) in routes.items()
    ]


def conditions_of(row: Row) -> Conditions:
    """The conditions in a row of `approval_routes`."""
    return Conditions(row["amount_from"], row["amount_to"], frozenset(row["partner_ids"]), row["department"])


async def in_use(connection: Connection, owner: int, side: Side) -> bool:
    """Whether the company lets invoices of a side pass approval."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM approval_routes WHERE company_id = $1 AND side = $2 AND active)",
        owner,
        side,
    )
    return found


async def decider(connection: Connection, owner: int, user_id: int, today: date) -> Decider:
    """A person, and those whose substitute they are today."""
    rows = await connection.fetch(
        """
        SELECT DISTINCT a.user_id, u.name FROM approval_absences AS a
        JOIN users AS u ON u.company_id = $1 AND u.user_id = a.user_id
        WHERE a.company_id = $1 AND a.substitute_id = $2 AND $3 BETWEEN a.from_day AND a.to_day
        """,
        owner,
        user_id,
        today,
    )
    return Decider(user_id, {row["user_id"]: row["name"] for row in rows})


async def substitutes(
    connection: Connection, owner: int, user_ids: Collection[int], today: date
) -> dict[int, list[int]]:
    """The substitutes of those of the people who are absent today."""
    rows = await connection.fetch(
        "SELECT user_id, substitute_id FROM approval_absences "
        "WHERE company_id = $1 AND user_id = ANY($2) AND $3 BETWEEN from_day AND to_day "
        "ORDER BY absence_id",
        owner,
        list(user_ids),
        today,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["user_id"], []).append(row["substitute_id"])
    return found


async def newest_run(connection: Connection, owner: int, kind: Kind, number: int) -> Run | None:
    """The run of a subject that is under way, or its last one."""
    rows = await connection.fetch(
        f"SELECT {_RUN} FROM approval_runs WHERE company_id = $1 AND kind = $2 AND number = $3 "  # noqa: S608 -- columns of our own
        "ORDER BY begun_at DESC, run_id DESC LIMIT 1",
        owner,
        kind,
        number,
    )
    found = await _with_steps(connection, owner, rows)
    return found[0] if found else None


async def seen_at(
    connection: Connection, owner: int, kind: Kind, numbers: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Version and step of the runs under way, as they stand without waiting for anybody."""
    rows = await connection.fetch(
        "SELECT number, version, position FROM approval_runs "
        "WHERE company_id = $1 AND kind = $2 AND number = ANY($3) AND state = 'open'",
        owner,
        kind,
        list(numbers),
    )
    return {row["number"]: (row["version"], row["position"]) for row in rows}


async def lock_open(
    connection: Connection, owner: int, kind: Kind, numbers: Collection[int]
) -> dict[int, Run]:
    """The runs under way, locked in one order, so that two people at some of the same never wait for ever."""
    rows = await connection.fetch(
        f"SELECT {_RUN} FROM approval_runs WHERE company_id = $1 AND kind = $2 AND number = ANY($3) "  # noqa: S608 -- columns of our own
        "AND state = 'open' ORDER BY number FOR UPDATE",
        owner,
        kind,
        list(numbers),
    )
    return {run.number: run for run in await _with_steps(connection, owner, rows)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subject that waits for a person: at which step, since when, and for whom they would stand in."""

    number: int
    version: int
    position: int
    stage: int
    step_name: str
    maker_name: str
    begun_at: datetime
    opened_at: datetime
    stood_for: str | None


async def waiting(connection: Connection, owner: int, side: Side, who: Decider) -> dict[int, Waiting]:
    """What waits for somebody's decision, by number; their own invoices never do."""
    rows = await connection.fetch(
        """
        SELECT r.number, r.version, r.position, s.stage, s.name AS step_name, r.maker_name,
               r.begun_at, r.opened_at, s.approver_ids
        FROM approval_runs AS r
        JOIN approval_run_steps AS s
          ON s.company_id = $1 AND s.run_id = r.run_id AND s.position = r.position
        WHERE r.company_id = $1 AND r.side = $2 AND r.state = 'open'
          AND s.approver_ids && $3::bigint[] AND NOT $4 = ANY(r.maker_ids)
        """,
        owner,
        side,
        [who.user_id, *who.stands_for],
        who.user_id,
    )
    found = {}
    for row in rows:
        values = dict(row)
        approvers = values.pop("approver_ids")
        own = who.user_id in approvers
        absent = None if own else next(who.stands_for[one] for one in approvers if one in who.stands_for)
        found[row["number"]] = Waiting(**values, stood_for=absent)
    return found


async def remind_after_days(connection: Connection, owner: int) -> int:
    """After how many days approvers are reminded; 0 for never."""
    days: int | None = await connection.fetchval(
        "SELECT remind_after_days FROM approval_settings WHERE company_id = $1", owner
    )
    return REMIND_AFTER_DAYS if days is None else days


async def _with_steps(connection: Connection, owner: int, rows: Sequence[Row]) -> list[Run]:
    if not rows:
        return []
    found = await connection.fetch(
        "SELECT run_id, position, stage, name, approver_ids, decision, decided_by, decided_for, comment, "
        "decided_at FROM approval_run_steps WHERE company_id = $1 AND run_id = ANY($2) "
        "ORDER BY run_id, position",
        owner,
        [row["run_id"] for row in rows],
    )
    steps: dict[UUID, list[RunStep]] = {}
    for step in found:
        steps.setdefault(step["run_id"], []).append(_step(step))
    return [_run(row, steps[row["run_id"]]) for row in rows]


def _run(row: Row, steps: Sequence[RunStep]) -> Run:
    return Run(
        run_id=row["run_id"],
        kind=row["kind"],
        number=row["number"],
        version=row["version"],
        title=row["title"],
        route_name=row["route_name"],
        maker_ids=tuple(row["maker_ids"]),
        maker_name=row["maker_name"],
        state=RunState(row["state"]),
        position=row["position"],
        begun_at=row["begun_at"],
        opened_at=row["opened_at"],
        ended_at=row["ended_at"],
        steps=tuple(steps),
    )


def _step(row: Row) -> RunStep:
    decision = None
    if row["decision"] is not None:
        decision = Decision(
            row["decision"] == "approved",
            row["decided_by"],
            row["decided_for"],
            row["comment"],
            row["decided_at"],
        )
    return RunStep(row["position"], row["stage"], row["name"], tuple(row["approver_ids"]), decision)
