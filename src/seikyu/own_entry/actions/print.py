"""Print a version of an own invoice that came without a PDF, marked as made by the buyer."""

import asyncio

from seikyu.db.pool import Pool, transaction
from seikyu.invoices import queries as documents
from seikyu.invoices.layout import Style
from seikyu.invoices.print import render
from seikyu.invoices.store import add_print
from seikyu.kit.clock import Clock
from seikyu.own_entry.model import OWN_LAYOUT
from seikyu.own_entry.papers import PDF
from seikyu.pdf.press import Press
from seikyu.receiving import queries
from seikyu.storage import objects


async def print_own(pool: Pool, clock: Clock, press: Press, owner: int, number: int, version: int) -> None:
    """Print it; doing it again changes nothing. A changed invoice is not reissued: no version is told."""
    async with transaction(pool, owner) as connection:
        invoice = await queries.one(connection, owner, number)
        fixed = await documents.version(connection, owner, number, version)
    if invoice is None or fixed is None:
        raise LookupError(f"own invoice {number} has no version {version}")
    pdf = await asyncio.to_thread(
        render,
        fixed.document,
        invoice_mng_num=number,
        version=1,
        send_date=invoice.send_date,
        press=press,
        style=Style(OWN_LAYOUT),
    )
    async with transaction(pool, owner) as connection:
        digest = await objects.put(connection, owner, PDF, pdf, clock())
        await add_print(connection, owner, number, version, invoice.send_date, digest)
