"""Open a received invoice: the first opening is noted on both sides (`seal_flg`)."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import store as issuing
from seikyu.kit.clock import Clock
from seikyu.receiving import queries, store
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def open_invoice(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int
) -> ReceivedInvoice:
    """Mark a received invoice as opened and return it; raise Refusal when there is none.

    The seller's row is always locked before the buyer's, as issuing does, so that the two never wait for
    each other.
    """
    owner, now = actor.company.company_id, clock()
    received = await find(connection, owner, invoice_mng_num)
    if received.opened_at is None and received.sent_back_at is None:
        if (seller := received.seller_company_id) is not None:
            await act_for(connection, seller)
            await issuing.mark_opened(connection, seller, [(invoice_mng_num, received.version)], now)
            await act_for(connection, owner)
        if await store.mark_opened(connection, owner, invoice_mng_num, received.version, now):
            event = Event(
                "invoice.opened", "received_invoice", str(invoice_mng_num), version=received.version
            )
            await record(connection, owner, actor.author, now, [event])
        received = await find(connection, owner, invoice_mng_num)
    return received


async def find(connection: Connection, owner: int, invoice_mng_num: int) -> ReceivedInvoice:
    """A received invoice; raise Refusal when `owner` has none of this number."""
    received = await queries.one(connection, owner, invoice_mng_num)
    if received is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    return received
