"""Read the thread of an invoice, and note how far a company's people have read."""

from seikyu.db.pool import Connection, act_for
from seikyu.issuing import queries as issuing
from seikyu.messages import queries, store
from seikyu.messages.model import Party, Thread
from seikyu.receiving import queries as receiving
from seikyu.receiving.actions.open import find
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def read(connection: Connection, owner: int, side: Party, invoice_mng_num: int) -> Thread:
    """What the company holds, which it keeps whatever becomes of the invoice; 404 where it has no such."""
    seller, buyer = await parties(connection, owner, side, invoice_mng_num)
    messages = await queries.messages_of(connection, owner, invoice_mng_num)
    read_up_to = await queries.read_up_to(connection, owner, invoice_mng_num) if messages else 0
    return Thread(side, messages, read_up_to, open_=seller is not None and buyer is not None)


async def mark_read(connection: Connection, owner: int, invoice_mng_num: int, thread: Thread) -> None:
    """Note that a person has seen the thread as it was read; nothing is written where nothing was new."""
    if any(thread.unread(message) for message in thread.messages):
        await store.mark_read(connection, owner, invoice_mng_num, thread.messages[-1].place)


async def parties(
    connection: Connection, owner: int, side: Party, invoice_mng_num: int
) -> tuple[int | None, int | None]:
    """Seller and buyer between whom messages may go; None for one that is not there.

    There is no seller on the platform of what the buyer entered itself, and no buyer of an invoice that has
    not come into an inbox, or was taken back. One that was sent back has both.
    """
    if side is Party.BUYER:
        received = await find(connection, owner, invoice_mng_num)
        return received.seller_company_id, None if received.withdrawn else owner
    invoice = await issuing.one(connection, owner, invoice_mng_num)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    buyer = invoice.buyer_company_id
    if buyer is None:
        return owner, None
    await act_for(connection, buyer)
    delivered = await receiving.one(connection, buyer, invoice_mng_num)
    await act_for(connection, owner)
    return owner, None if delivered is None or delivered.withdrawn else buyer
