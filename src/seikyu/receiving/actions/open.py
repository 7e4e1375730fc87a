"""Open a received invoice: the first opening is noted on both sides (`seal_flg`)."""

from collections.abc import Sequence

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing.actions.note_opened import note_opened
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
            opened = [(invoice_mng_num, received.version)]
            await note_opened(connection, seller, actor.author, opened, now)
            await act_for(connection, owner)
        if await store.mark_opened(connection, owner, invoice_mng_num, received.version, now):
            event = Event(
                "invoice.opened", "received_invoice", str(invoice_mng_num), version=received.version
            )
            await record(connection, owner, actor.author, now, [event])
        received = await find(connection, owner, invoice_mng_num)
    return received


async def open_many(
    connection: Connection, actor: Actor, clock: Clock, invoices: Sequence[ReceivedInvoice]
) -> None:
    """Mark those of the invoices as opened that lie unopened in the inbox, the sellers' rows first.

    As many statements for a hundred as for one, and three more for each of their sellers.
    """
    owner, now = actor.company.company_id, clock()
    unopened = [one for one in invoices if one.opened_at is None and one.sent_back_at is None]
    if not unopened:
        return
    of: dict[int, list[tuple[int, int]]] = {}
    for one in unopened:
        if one.seller_company_id is not None:
            of.setdefault(one.seller_company_id, []).append((one.invoice_mng_num, one.version))
    for seller in sorted(of):
        await act_for(connection, seller)
        await note_opened(connection, seller, actor.author, of[seller], now)
    await act_for(connection, owner)
    seen = [(one.invoice_mng_num, one.version) for one in unopened]
    opened = await store.mark_all_opened(connection, owner, seen, now)
    events = [
        Event("invoice.opened", "received_invoice", str(number), version=version)
        for number, version in seen
        if number in opened
    ]
    await record(connection, owner, actor.author, now, events)


async def find(connection: Connection, owner: int, invoice_mng_num: int) -> ReceivedInvoice:
    """A received invoice; raise Refusal when `owner` has none of this number."""
    received = await queries.one(connection, owner, invoice_mng_num)
    if received is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    return received
