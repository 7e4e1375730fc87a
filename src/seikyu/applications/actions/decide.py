"""The operator decides what a company asked for; it is opened, recorded and told in one transaction."""

from datetime import datetime

from seikyu.accounts.model import Option, Plan
from seikyu.accounts.queries import company, user
from seikyu.accounts.store import open_option
from seikyu.applications import letters, queries, store
from seikyu.applications.model import Access, AccessRequest, Status
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.mail.store import Mail, write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def grant(
    connection: Connection, owner: int, clock: Clock, access: Access, told: str | None
) -> AccessRequest:
    """Say yes. For the API that opens the option; the sandbox is elsewhere, so `told` says how to get in."""
    now = clock()
    request = await _open(connection, owner, access)
    member = await company(connection, owner)
    if member is None or member.plan is not Plan.PAID:
        raise Refusal(codes.OPTIONS_FOR_PAYING, status=403)
    await _answer(connection, request, Status.GRANTED, told, now)
    events = [Event("access_granted", "company", str(owner), comment=_comment(access, told))]
    if access is Access.API:
        await open_option(connection, owner, Option.API)
        events.append(Event("option_opened", "company", str(owner), comment=Option.API))
    await record(connection, owner, SYSTEM, now, events)
    person = await user(connection, request.user_id)
    if person is not None:
        mail = letters.granted(person.email, member.name, person.name, access, told)
        await _tell(connection, owner, mail, now)
    return request


async def refuse(
    connection: Connection, owner: int, clock: Clock, access: Access, reason: str
) -> AccessRequest:
    """Say no, and why."""
    now = clock()
    request = await _open(connection, owner, access)
    await _answer(connection, request, Status.REFUSED, reason, now)
    event = Event("access_refused", "company", str(owner), comment=_comment(access, reason))
    await record(connection, owner, SYSTEM, now, [event])
    person = await user(connection, request.user_id)
    if person is not None:
        mail = letters.refused(person.email, person.company.name, person.name, access, reason)
        await _tell(connection, owner, mail, now)
    return request


async def _open(connection: Connection, owner: int, access: Access) -> AccessRequest:
    request = await queries.open_request(connection, owner, access)
    if request is None:
        raise Refusal(codes.ACCESS_NOT_OPEN, status=409)
    return request


async def _answer(
    connection: Connection, request: AccessRequest, status: Status, told: str | None, now: datetime
) -> None:
    if not await store.answer(connection, request.company_id, request.request_id, status, told, now):
        raise Refusal(codes.ACCESS_NOT_OPEN, status=409)


async def _tell(connection: Connection, owner: int, mail: Mail, now: datetime) -> None:
    await write(connection, owner, [mail], now)


def _comment(access: Access, told: str | None) -> str:
    return f"{access}\n{told}" if told else str(access)
