"""Take the inbox out of the house: as CSV, or as one PDF of many; both leave a trace in the log."""

from collections.abc import AsyncIterator, Sequence

from seikyu.accounts.model import Actor
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import Side
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.db.windows import Window
from seikyu.http.downloads import Sheet, csv_sheet
from seikyu.invoices import queries as documents
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.pdf.binding import Sheets
from seikyu.receiving import queries, sheet
from seikyu.receiving.actions.open import open_many
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.queries import Filter
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MOST_ROWS = 100_000
MOST_PRINTS = 500
LIST = "received_invoices"


async def list_as_csv(
    connection: Connection, actor: Actor, clock: Clock, wanted: Filter, window: Window, encoding: Encoding
) -> Sheet:
    """All that the filter finds, in the window's order; Refusal when it is too much or cannot be written.

    A line of a list is not the invoice: nothing counts as opened by this.
    """
    owner = actor.company.company_id
    if await queries.count(connection, owner, wanted) > MOST_ROWS:
        raise Refusal(codes.TOO_MANY_TO_EXPORT, status=400, limit=f"{MOST_ROWS:,}")

    workflow = await approvals.in_use(connection, owner, Side.BUYER)

    async def rows() -> AsyncIterator[list[list[str]]]:
        async for chunk in queries.listed(connection, owner, wanted, window):
            yield [sheet.row(invoice, workflow=workflow) for invoice in chunk]

    made = await csv_sheet(sheet.HEADS, rows(), encoding)
    comment = f"CSV ({encoding}) {made.rows}件 {given(wanted)}".strip()
    await record(
        connection, owner, actor.author, clock(), [Event("list.exported", "list", LIST, comment=comment)]
    )
    return made


async def prints_of(
    connection: Connection, actor: Actor, clock: Clock, invoices: Sequence[ReceivedInvoice], what: str
) -> list[Sheets]:
    """The prints of these in their order; whoever prints one has opened it. Refusal when none has one."""
    owner = actor.company.company_id
    await open_many(connection, actor, clock, invoices)
    held = await documents.prints(connection, owner, [one.invoice_mng_num for one in invoices])
    if not held:
        raise Refusal(codes.NOTHING_TO_PRINT, status=400)
    comment = f"PDF {len(held)}件 {what}".strip()
    await record(
        connection, owner, actor.author, clock(), [Event("list.printed", "list", LIST, comment=comment)]
    )
    return [
        Sheets(_bookmark(one), held[one.invoice_mng_num]) for one in invoices if one.invoice_mng_num in held
    ]


async def all_to_print(
    connection: Connection, owner: int, wanted: Filter, window: Window
) -> list[ReceivedInvoice]:
    """All that the filter finds, in the window's order; raise Refusal when they are too many for one PDF."""
    found = await queries.count(connection, owner, wanted)
    if found > MOST_PRINTS:
        raise Refusal(codes.TOO_MANY_TO_PRINT, status=400, limit=MOST_PRINTS, found=f"{found:,}")
    whole = Window(0, MOST_PRINTS, window.sort, window.descending)
    return await queries.page(connection, owner, wanted, whole)


def given(wanted: Filter) -> str:
    """The filter as the log tells it: what was given, and nothing else."""
    return " ".join(
        f"{name}={sorted(value) if isinstance(value, frozenset) else value}"
        for name in Filter.__slots__
        if (value := getattr(wanted, name)) is not None
    )


def _bookmark(invoice: ReceivedInvoice) -> str:
    parts = (str(invoice.invoice_mng_num), invoice.inv_no, invoice.seller_name)
    return " ".join(part for part in parts if part)
