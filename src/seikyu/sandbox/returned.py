"""What is sent back now, and which of it makes the best example."""

from seikyu.db.pool import Pool, transaction
from seikyu.db.windows import Window
from seikyu.invoices import queries as documents
from seikyu.issuing import queries
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.sandbox.data.objections import correction
from seikyu.sandbox.walk import Example
from seikyu.wire import json

MOST = 10_000


async def returned(pool: Pool, seller: int) -> list[SellerInvoice]:
    """The seller's sent-back invoices."""
    return await _in_status(pool, seller, SellerStatus.SENT_BACK)


async def example(pool: Pool, seller: int, sent_back: list[SellerInvoice]) -> Example | None:
    """The sent-back invoice with the shortest correction; where none is sent back, one that could be."""
    chosen = sent_back or (await _in_status(pool, seller, SellerStatus.ISSUED))[-1:]
    examples = [await _example(pool, seller, invoice) for invoice in chosen]
    return min(examples, key=lambda each: len(json.write(each.corrected)), default=None)


async def _in_status(pool: Pool, seller: int, status: SellerStatus) -> list[SellerInvoice]:
    wanted = queries.Filter(statuses=frozenset({status}))
    async with transaction(pool, seller) as connection:
        return await queries.page(connection, seller, wanted, Window(count=MOST))


async def _example(pool: Pool, seller: int, invoice: SellerInvoice) -> Example:
    number = invoice.invoice_mng_num
    async with transaction(pool, seller) as connection:
        version = await documents.version(connection, seller, number, invoice.version)
    if version is None:
        raise LookupError(f"invoice {number} has no version {invoice.version}")
    reason = invoice.return_reason if invoice.status is SellerStatus.SENT_BACK else None
    corrected = correction(number, version.document, reason)
    return Example(number, invoice.version, invoice.inv_no, reason, corrected)
