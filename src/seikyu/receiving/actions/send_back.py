"""差戻し: send a received invoice back to the seller with a reason; both sides change together."""

from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions import decide
from seikyu.approvals.actions.decide import Seen
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import queries as issuing
from seikyu.issuing.actions.take_back import take_back
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.receiving import letters, store
from seikyu.receiving.actions.decide import KIND
from seikyu.receiving.actions.open import find
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def send_back(
    connection: Connection, actor: Actor, clock: Clock, base_url: str, invoice_mng_num: int, reason: str
) -> None:
    """Send back, for a reason read by `read_reason`; raise Refusal when it is not there to be sent back.

    One transaction for both parties: if the seller or a colleague is faster, nothing happens and the caller
    is told.
    """
    owner, now = actor.company.company_id, clock()
    received = await find(connection, owner, invoice_mng_num)
    seller = received.seller_company_id
    if seller is None or not received.returnable:
        raise Refusal(codes.NOT_RETURNABLE, status=409)
    await act_for(connection, seller)
    await take_back(connection, seller, actor.author, invoice_mng_num, received.version, reason, now)
    invoice = await issuing.one(connection, seller, invoice_mng_num)
    readers = await users_of(connection, seller)
    if invoice is not None:
        mails = [letters.sent_back(r, invoice, actor.company.name, reason, base_url) for r in readers]
        await write(connection, seller, mails, now)
    await act_for(connection, owner)
    await _end_run(connection, actor, now, invoice_mng_num, reason)
    if not await store.take_out_of_inbox(connection, owner, invoice_mng_num, received.version, reason, now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(
        "invoice.sent_back",
        "received_invoice",
        str(invoice_mng_num),
        received.status,
        None,
        received.version,
        reason,
    )
    await record(connection, owner, actor.author, now, [event])


async def _end_run(
    connection: Connection, actor: Actor, now: datetime, invoice_mng_num: int, reason: str
) -> None:
    """End what is under way inside, which only its present approvers and whoever submitted it may."""
    owner = actor.company.company_id
    if not await approvals.seen_at(connection, owner, KIND, [invoice_mng_num]):
        return
    run = await approvals.newest_run(connection, owner, KIND, invoice_mng_num)
    if run is not None and actor.user_id in run.maker_ids:
        await decide.withdraw(connection, actor, now, KIND, invoice_mng_num)
    else:
        await decide.send_back(connection, actor, now, KIND, invoice_mng_num, Seen(), reason)
