"""Set and end legal holds: while one covers a paper, nothing of it is removed."""

from uuid import UUID

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.retention import queries, store
from seikyu.retention.model import NewHold
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

NAME, REASON, PARTNER, NUMBERS = 60, 500, 100, 1000
"""Characters, and invoices, that a hold may have."""


def faults_of(new: NewHold) -> list[Fault]:
    """What is wrong with a hold that somebody wants."""
    faults = []
    if not new.name or len(new.name) > NAME:
        faults.append(Fault("name", codes.HOLD_NAME, {"limit": NAME}))
    if not new.reason or len(new.reason) > REASON:
        faults.append(Fault("reason", codes.HOLD_REASON, {"limit": REASON}))
    if new.from_day is not None and new.to_day is not None and new.from_day > new.to_day:
        faults.append(Fault("to_day", codes.HOLD_DAYS))
    if len(new.partner or "") > PARTNER:
        faults.append(Fault("partner", codes.HOLD_PARTNER, {"limit": PARTNER}))
    if len(new.numbers) > NUMBERS:
        faults.append(Fault("numbers", codes.HOLD_NUMBERS, {"limit": NUMBERS}))
    return faults


async def set_hold(connection: Connection, owner: int, author: Author, clock: Clock, new: NewHold) -> UUID:
    """Set a hold without faults; a removal under way ends its batch first, then spares what is covered."""
    now = clock()
    hold_id = new_id(now)
    await store.lock(connection, owner)
    await store.add_hold(connection, owner, hold_id, new, author.name, now)
    event = Event("legal_hold.set", "legal_hold", str(hold_id), comment=f"{new.name}：{new.reason}")
    await record(connection, owner, author, now, [event])
    return hold_id


async def end_hold(
    connection: Connection, owner: int, author: Author, clock: Clock, hold_id: UUID, reason: str
) -> None:
    """End a hold with a reason; 404 when there is none, 409 when it has ended."""
    now = clock()
    known = await queries.hold(connection, owner, hold_id)
    if known is None:
        raise Refusal(codes.HOLD_UNKNOWN, status=404)
    if not reason or len(reason) > REASON:
        raise Refusal(codes.HOLD_REASON, status=400, limit=str(REASON))
    if not await store.end_hold(connection, owner, hold_id, author.name, reason, now):
        raise Refusal(codes.HOLD_ENDED, status=409)
    event = Event("legal_hold.ended", "legal_hold", str(hold_id), comment=f"{known.what.name}：{reason}")
    await record(connection, owner, author, now, [event])
