"""The supplier's answer: confirm a notice or object to it; both sides change together."""

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.notices import letters, move_store, queries
from seikyu.notices.model import State
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def answer(
    connection: Connection, actor: Actor, clock: Clock, base_url: str, number: int, reason: str | None
) -> None:
    """Confirm, or object where there is a reason; raise Refusal when it waits for no answer any more.

    The buyer's record is held first, as by whoever corrects, cancels or deems, so nobody waits for each
    other in a ring.
    """
    owner, now = actor.company.company_id, clock()
    notice = await queries.received(connection, owner, number)
    if notice is None:
        raise Refusal(codes.NOTICE_UNKNOWN, status=404)
    state = State.CONFIRMED if reason is None else State.OBJECTED
    key, buyer = (number, notice.version), notice.buyer_company_id
    event = Event(f"payment_notice.{state}", "payment_notice", str(number), version=key[1], comment=reason)
    await act_for(connection, buyer)
    if not await move_store.answer(connection, "payment_notices", buyer, key, state, reason, now):
        raise Refusal(codes.NOTICE_MOVED, status=409)
    await record(connection, buyer, actor.author, now, [event])
    readers = await users_of(connection, buyer)
    mails = [letters.answered(reader, actor.company.name, notice, reason, base_url) for reader in readers]
    await write(connection, buyer, mails, now)
    await act_for(connection, owner)
    if not await move_store.answer(connection, "received_payment_notices", owner, key, state, reason, now):
        raise Refusal(codes.NOTICE_MOVED, status=409)
    await record(connection, owner, actor.author, now, [event])
