"""An administrator asks for access for the company, or takes that back."""

from uuid import UUID

from seikyu.accounts.model import Actor, Option, Plan, administrators_only
from seikyu.applications import queries, store
from seikyu.applications.actions.decide import grant
from seikyu.applications.model import Access, AccessRequest, Status
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def apply(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    access: Access,
    purpose: str,
    contact: str,
    *,
    sandbox: bool,
) -> Status:
    """Ask; in a sandbox the answer comes at once. Refused (403) to free members."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if actor.company.plan is not Plan.PAID:
        raise Refusal(codes.OPTIONS_FOR_PAYING, status=403)
    if access is Access.API and Option.API in actor.company.options:
        raise Refusal(codes.ACCESS_ALREADY, status=409)
    request = AccessRequest(
        new_id(now), owner, access, purpose, contact, Status.APPLIED, now, actor.user_id or 0, actor.name
    )
    if not await store.ask(connection, request):
        raise Refusal(codes.ACCESS_ALREADY, status=409)
    event = Event("access_requested", "company", str(owner), comment=f"{access}\n{purpose}")
    await record(connection, owner, actor.author, now, [event])
    if not sandbox:
        return Status.APPLIED
    await grant(connection, owner, clock, access, None)
    return Status.GRANTED


async def withdraw(connection: Connection, actor: Actor, clock: Clock, request_id: UUID) -> None:
    """Take back what was asked for and is not decided yet."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if not await store.answer(connection, owner, request_id, Status.WITHDRAWN, None, now):
        raise Refusal(codes.ACCESS_NOT_OPEN, status=409)
    asked = next(one for one in await queries.requests(connection, owner) if one.request_id == request_id)
    event = Event("access_withdrawn", "company", str(owner), comment=asked.access)
    await record(connection, owner, actor.author, now, [event])
