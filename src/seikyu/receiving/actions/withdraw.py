"""Take an invoice that its seller has deleted out of the inbox and tell the buyer by mail."""

from seikyu.accounts.queries import users_of
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing.actions.delete import Withdrawal
from seikyu.mail.store import write
from seikyu.receiving import letters, queries, store
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def withdraw(connection: Connection, withdrawal: Withdrawal) -> None:
    """The buyer's part of deleting: what was received stays readable, as one that has left the inbox."""
    buyer, invoice, now = withdrawal.buyer_company_id, withdrawal.invoice, withdrawal.now
    number, version, reason = invoice.invoice_mng_num, invoice.version, withdrawal.reason
    received = await queries.one(connection, buyer, number)
    if received is None or not await store.withdraw(connection, buyer, number, version, reason, now):
        # The seller's row said that nobody had opened it; both rows change together or not at all.
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(
        "invoice.withdrawn", "received_invoice", str(number), received.status, None, version, reason
    )
    await record(connection, buyer, withdrawal.seller.author, now, [event])
    readers = await users_of(connection, buyer)
    seller = withdrawal.seller.company.name
    await write(connection, buyer, [letters.withdrawn(r, invoice, seller, reason) for r in readers], now)
