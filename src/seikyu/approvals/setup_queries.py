"""Reading what a company has set up: routes, groups, absences; the owner company comes first."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from seikyu.approvals.model import Absence, Group, Route, Side, Step
from seikyu.approvals.queries import conditions_of
from seikyu.db.pool import Connection, Row

_ROUTE = "route_id, side, name, position, active, amount_from, amount_to, partner_ids, department"


async def routes(connection: Connection, owner: int, side: Side) -> list[Route]:
    """All routes of one side in their order, active or not."""
    rows = await connection.fetch(
        f"SELECT {_ROUTE} FROM approval_routes WHERE company_id = $1 AND side = $2 "  # noqa: S608 -- columns of our own
        "ORDER BY position, route_id",
        owner,
        side,
    )
    return await _with_steps(connection, owner, rows)


async def route(connection: Connection, owner: int, side: Side, route_id: UUID) -> Route | None:
    """One route."""
    rows = await connection.fetch(
        f"SELECT {_ROUTE} FROM approval_routes WHERE company_id = $1 AND side = $2 "  # noqa: S608 -- columns of our own
        "AND route_id = $3 FOR UPDATE",
        owner,
        side,
        route_id,
    )
    found = await _with_steps(connection, owner, rows)
    return found[0] if found else None


async def groups(connection: Connection, owner: int) -> list[Group]:
    """All groups by name."""
    rows = await connection.fetch(
        "SELECT group_id, name, member_ids FROM approval_groups WHERE company_id = $1 ORDER BY name",
        owner,
    )
    return [Group(row["group_id"], row["name"], tuple(row["member_ids"])) for row in rows]


async def group_in_use(connection: Connection, owner: int, group_id: UUID) -> bool:
    """Whether a step of any route names the group."""
    used: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM approval_route_steps WHERE company_id = $1 AND group_id = $2)",
        owner,
        group_id,
    )
    return used


async def absences(connection: Connection, owner: int, user_id: int, today: date) -> list[Absence]:
    """A person's absences that are not over, the next one first."""
    rows = await connection.fetch(
        "SELECT absence_id, user_id, substitute_id, from_day, to_day FROM approval_absences "
        "WHERE company_id = $1 AND user_id = $2 AND to_day >= $3 ORDER BY from_day, absence_id",
        owner,
        user_id,
        today,
    )
    return [Absence(**row) for row in rows]


async def names(connection: Connection, owner: int, user_ids: Collection[int]) -> dict[int, str]:
    """The names of people of the company, of those too who may not log in any more."""
    rows = await connection.fetch(
        "SELECT user_id, name FROM users WHERE company_id = $1 AND user_id = ANY($2)", owner, list(user_ids)
    )
    return {row["user_id"]: row["name"] for row in rows}


async def _with_steps(connection: Connection, owner: int, rows: Collection[Row]) -> list[Route]:
    found = await connection.fetch(
        "SELECT route_id, stage, name, user_ids, group_id FROM approval_route_steps "
        "WHERE company_id = $1 AND route_id = ANY($2) ORDER BY route_id, position",
        owner,
        [row["route_id"] for row in rows],
    )
    steps: dict[UUID, list[Step]] = {}
    for row in found:
        step = Step(row["stage"], row["name"], tuple(row["user_ids"]), row["group_id"])
        steps.setdefault(row["route_id"], []).append(step)
    return [
        Route(
            row["route_id"],
            Side(row["side"]),
            row["name"],
            row["position"],
            row["active"],
            conditions_of(row),
            tuple(steps.get(row["route_id"], ())),
        )
        for row in rows
    ]
