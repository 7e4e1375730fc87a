"""The buyer's own moves: send a draft, take a notice back, set how long suppliers have."""

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.notices import letters, move_store, queries, store
from seikyu.notices.actions.register import delivery
from seikyu.notices.model import Notice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def find(connection: Connection, owner: int, number: int) -> Notice:
    """A notice of the buyer's; raise Refusal (404) when there is none."""
    notice = await queries.one(connection, owner, number)
    if notice is None:
        raise Refusal(codes.NOTICE_UNKNOWN, status=404)
    return notice


async def send(connection: Connection, actor: Actor, clock: Clock, number: int) -> None:
    """Have a draft sent; raise Refusal when it is none any more."""
    owner, now = actor.company.company_id, clock()
    notice = await find(connection, owner, number)
    if not await move_store.send_draft(connection, owner, number, notice.version, now):
        raise Refusal(codes.NOTICE_MOVED, status=409)
    await record(connection, owner, actor.author, now, [_event("released", notice)])
    await enqueue(connection, [delivery(owner, notice.supplier_company_id)])


async def cancel(connection: Connection, actor: Actor, clock: Clock, number: int) -> None:
    """Take a notice back on both sides; raise Refusal once it is agreed upon."""
    owner, now = actor.company.company_id, clock()
    notice = await find(connection, owner, number)
    if not notice.state.cancellable or not await move_store.cancel(connection, owner, notice, now):
        raise Refusal(codes.NOTICE_MOVED, status=409)
    await record(connection, owner, actor.author, now, [_event("cancelled", notice)])
    supplier = notice.supplier_company_id
    # A notice that was never sent is nothing the supplier knows of.
    if supplier is None or notice.sent_at is None:
        return
    await act_for(connection, supplier)
    await move_store.withdraw(connection, supplier, number, now)
    await record(connection, supplier, actor.author, now, [_event("cancelled", notice)])
    readers = await users_of(connection, supplier)
    await write(
        connection, supplier, [letters.cancelled(r, actor.company.name, notice) for r in readers], now
    )
    await act_for(connection, owner)


async def set_answer_days(connection: Connection, actor: Actor, clock: Clock, days: int) -> None:
    """Set for how many days suppliers may answer."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    await store.set_answer_days(connection, owner, days, now)
    event = Event("payment_notice.settings", "company", str(owner), comment=str(days))
    await record(connection, owner, actor.author, now, [event])


def _event(action: str, notice: Notice) -> Event:
    return Event(
        f"payment_notice.{action}",
        "payment_notice",
        str(notice.payment_notice_num),
        version=notice.version,
    )
