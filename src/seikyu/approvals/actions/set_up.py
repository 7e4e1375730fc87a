"""Administrators set up routes and groups, everybody their own absences; each change is logged."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.approvals import setup_queries, setup_store
from seikyu.approvals.model import Absence, Group, Route, Side
from seikyu.audit.model import Event, Subject
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def keep_route(connection: Connection, actor: Actor, route: Route, now: datetime) -> None:
    """Add a faultless route as the last one, or change it; what is under way keeps the copy it has."""
    administrators_only(actor)
    owner = actor.company.company_id
    known = await setup_queries.routes(connection, owner, route.side)
    place = next((one.position for one in known if one.route_id == route.route_id), len(known) + 1)
    await setup_store.keep_route(connection, owner, replace(route, position=place), now)
    await _log(connection, actor, now, "approval_route.kept", "approval_route", route.route_id, route.name)


async def delete_route(
    connection: Connection, actor: Actor, side: Side, route_id: UUID, now: datetime
) -> None:
    """Delete a route; raise Refusal when there is none."""
    administrators_only(actor)
    owner = actor.company.company_id
    route = await setup_queries.route(connection, owner, side, route_id)
    if route is None:
        raise Refusal(codes.ROUTE_UNKNOWN, status=404)
    await setup_store.delete_route(connection, owner, route_id)
    await _log(connection, actor, now, "approval_route.deleted", "approval_route", route_id, route.name)


async def move_route_up(
    connection: Connection, actor: Actor, side: Side, route_id: UUID, now: datetime
) -> None:
    """Let a route be asked before the one above it; raise Refusal when there is none."""
    administrators_only(actor)
    owner = actor.company.company_id
    ids = [route.route_id for route in await setup_queries.routes(connection, owner, side)]
    if route_id not in ids:
        raise Refusal(codes.ROUTE_UNKNOWN, status=404)
    place = ids.index(route_id)
    ids.insert(max(place - 1, 0), ids.pop(place))
    await setup_store.order_routes(connection, owner, ids, now)
    await _log(connection, actor, now, "approval_route.moved_up", "approval_route", route_id, None)


async def keep_group(connection: Connection, actor: Actor, group: Group, now: datetime) -> None:
    """Add a faultless group, or change it."""
    administrators_only(actor)
    await setup_store.keep_group(connection, actor.company.company_id, group, now)
    await _log(connection, actor, now, "approval_group.kept", "approval_group", group.group_id, group.name)


async def delete_group(connection: Connection, actor: Actor, group_id: UUID, now: datetime) -> None:
    """Delete a group; raise Refusal when there is none, or a route uses it."""
    administrators_only(actor)
    owner = actor.company.company_id
    if await setup_queries.group_in_use(connection, owner, group_id):
        raise Refusal(codes.GROUP_IN_USE, status=409)
    if not await setup_store.delete_group(connection, owner, group_id):
        raise Refusal(codes.GROUP_UNKNOWN, status=404)
    await _log(connection, actor, now, "approval_group.deleted", "approval_group", group_id, None)


async def note_absence(connection: Connection, actor: Actor, absence: Absence, now: datetime) -> None:
    """Note one's own absence, read without fault."""
    await setup_store.note_absence(connection, actor.company.company_id, absence, now)
    days = f"{absence.from_day} – {absence.to_day}"
    await _log(connection, actor, now, "absence.noted", "absence", absence.absence_id, days)


async def forget_absence(
    connection: Connection, actor: Actor, user_id: int, absence_id: UUID, now: datetime
) -> None:
    """Take back one's own absence; raise Refusal when there is none."""
    if not await setup_store.forget_absence(connection, actor.company.company_id, user_id, absence_id):
        raise Refusal(codes.ABSENCE_UNKNOWN, status=404)
    await _log(connection, actor, now, "absence.forgotten", "absence", absence_id, None)


async def remind_after(connection: Connection, actor: Actor, days: int, now: datetime) -> None:
    """Set after how many days approvers are reminded; 0 for never."""
    administrators_only(actor)
    await setup_store.remind_after(connection, actor.company.company_id, days, now)
    subject = new_id(now)
    await _log(connection, actor, now, "approval_settings.changed", "approval_settings", subject, f"{days}")


async def _log(
    connection: Connection,
    actor: Actor,
    now: datetime,
    action: str,
    subject: Subject,
    subject_id: UUID,
    comment: str | None,
) -> None:
    event = Event(action, subject, str(subject_id), comment=comment)
    await record(connection, actor.company.company_id, actor.author, now, [event])
