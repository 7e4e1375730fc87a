"""Read a mailed invoice: the first reading is noted on the seller's invoice (`seal_flg`)."""

from datetime import datetime

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invitations import mailed
from seikyu.invitations.actions.show_code import alive
from seikyu.invitations.model import MailedInvoice
from seikyu.issuing import queries as issuing
from seikyu.issuing import store as issuing_store


async def read_mailed(
    connection: Connection, key: str, visit: str, now: datetime, *, opens: bool = True
) -> MailedInvoice | None:
    """The invoice, once a code was shown, else None. The transaction then acts for the seller.

    Of a seller who deletes and a customer who reads at once, whoever has the invoice's row first wins: raise
    Refusal when it was the seller.
    """
    # Held, so that two who read it for the first time at once note it once.
    found = await alive(connection, key, now, lock=True)
    if not visit or not await mailed.is_visiting(connection, found, visit, now):
        return None
    number, version = found.invoice_mng_num, found.version
    invoice = await issuing.one(connection, found.owner, number)
    if opens and invoice is not None and invoice.opened_at is None:
        if not await issuing_store.mark_opened(connection, found.owner, [(number, version)], now):
            return await alive(connection, key, now)
        author = Author(None, found.customer_name, None, found.recipient, "link")
        event = Event("invoice.opened", "invoice", str(number), version=version)
        await record(connection, found.owner, author, now, [event])
    return found
