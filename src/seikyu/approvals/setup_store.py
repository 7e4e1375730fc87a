"""Writing what a company sets up: routes, groups, absences. Runs under way keep their copy."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.approvals.model import Absence, Group, Route
from seikyu.db.pool import Connection


async def keep_route(connection: Connection, owner: int, route: Route, now: datetime) -> None:
    """Add a route, or put it in place of the one it was."""
    await connection.execute(
        """
        INSERT INTO approval_routes (company_id, route_id, side, name, position, active, amount_from,
            amount_to, partner_ids, department, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (company_id, route_id) DO UPDATE
        SET name = $4, position = $5, active = $6, amount_from = $7, amount_to = $8, partner_ids = $9,
            department = $10, changed_at = $11
        """,
        owner,
        route.route_id,
        route.side,
        route.name,
        route.position,
        route.active,
        route.conditions.amount_from,
        route.conditions.amount_to,
        sorted(route.conditions.partner_ids),
        route.conditions.department,
        now,
    )
    await _forget_steps(connection, owner, route.route_id)
    await connection.executemany(
        "INSERT INTO approval_route_steps (company_id, route_id, position, stage, name, user_ids, group_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            (owner, route.route_id, place, step.stage, step.name, list(step.user_ids), step.group_id)
            for place, step in enumerate(route.steps, start=1)
        ],
    )


async def delete_route(connection: Connection, owner: int, route_id: UUID) -> None:
    """Delete a route."""
    await _forget_steps(connection, owner, route_id)
    await connection.execute(
        "DELETE FROM approval_routes WHERE company_id = $1 AND route_id = $2", owner, route_id
    )


async def order_routes(connection: Connection, owner: int, ids: Sequence[UUID], now: datetime) -> None:
    """Give routes the order in which they stand here."""
    await connection.execute(
        """
        UPDATE approval_routes AS r SET position = o.position, changed_at = $3
        FROM unnest($2::uuid[]) WITH ORDINALITY AS o (route_id, position)
        WHERE r.company_id = $1 AND r.route_id = o.route_id
        """,
        owner,
        ids,
        now,
    )


async def keep_group(connection: Connection, owner: int, group: Group, now: datetime) -> None:
    """Add a group, or put it in place of the one it was."""
    await connection.execute(
        """
        INSERT INTO approval_groups (company_id, group_id, name, member_ids, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (company_id, group_id) DO UPDATE SET name = $3, member_ids = $4, changed_at = $5
        """,
        owner,
        group.group_id,
        group.name,
        list(group.member_ids),
        now,
    )


async def delete_group(connection: Connection, owner: int, group_id: UUID) -> bool:
    """Delete a group; False when there is none."""
    done = await connection.execute(
        "DELETE FROM approval_groups WHERE company_id = $1 AND group_id = $2", owner, group_id
    )
    return done.endswith(" 1")


async def note_absence(connection: Connection, owner: int, absence: Absence, now: datetime) -> None:
    """Note that somebody will be absent."""
    await connection.execute(
        "INSERT INTO approval_absences "
        "(company_id, absence_id, user_id, substitute_id, from_day, to_day, noted_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        owner,
        absence.absence_id,
        absence.user_id,
        absence.substitute_id,
        absence.from_day,
        absence.to_day,
        now,
    )


async def forget_absence(connection: Connection, owner: int, user_id: int, absence_id: UUID) -> bool:
    """Take back a person's own absence; False when there is none."""
    done = await connection.execute(
        "DELETE FROM approval_absences WHERE company_id = $1 AND user_id = $2 AND absence_id = $3",
        owner,
        user_id,
        absence_id,
    )
    return done.endswith(" 1")


async def remind_after(connection: Connection, owner: int, days: int, now: datetime) -> None:
    """Set after how many days approvers are reminded; 0 for never."""
    await connection.execute(
        "INSERT INTO approval_settings (company_id, remind_after_days, changed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (company_id) DO UPDATE SET remind_after_days = $2, changed_at = $3",
        owner,
        days,
        now,
    )


async def _forget_steps(connection: Connection, owner: int, route_id: UUID) -> None:
    await connection.execute(
        "DELETE FROM approval_route_steps WHERE company_id = $1 AND route_id = $2", owner, route_id
    )
