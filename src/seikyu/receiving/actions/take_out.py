"""Take the inbox out of the house: as CSV, or as one PDF of many; both leave a trace in the log."""

from collections.abc import AsyncIterator, Sequence

from seikyu.accounts.model import Actor
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import Side
from seikyu.db.pool import Connection
from seikyu.db.windows import Window
from seikyu.http.downloads import Sheet, csv_sheet
from seikyu.invoices import taking_out
from seikyu.invoices.taking_out import Print
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.receiving import queries, sheet
from seikyu.receiving.actions.open import open_many
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.queries import Filter

LIST = "received_invoices"


async def list_as_csv(
    connection: Connection, actor: Actor, clock: Clock, wanted: Filter, window: Window, encoding: Encoding
) -> Sheet:
    """All that the filter finds, in the window's order; Refusal when it is too much or cannot be written.

    A line of a list is not the invoice: nothing counts as opened by this.
    """
    owner = actor.company.company_id
    taking_out.check_rows(await queries.count(connection, owner, wanted))
    workflow = await approvals.in_use(connection, owner, Side.BUYER)

    async def rows() -> AsyncIterator[list[list[str]]]:
        async for chunk in queries.listed(connection, owner, wanted, window):
            yield [sheet.row(invoice, workflow=workflow) for invoice in chunk]

    made = await csv_sheet(sheet.HEADS, rows(), encoding)
    comment = f"CSV ({encoding}) {made.rows}件 {taking_out.given(wanted)}"
    await taking_out.note(connection, actor, clock, "list.exported", LIST, comment)
    return made


async def prints_of(
    connection: Connection, actor: Actor, clock: Clock, invoices: Sequence[ReceivedInvoice], what: str
) -> list[Print]:
    """The prints of these in their order; whoever prints one has opened it. Refusal when none has one."""
    await open_many(connection, actor, clock, invoices)
    bookmarks = [
        (one.invoice_mng_num, taking_out.bookmark(one.invoice_mng_num, one.inv_no, one.seller_name))
        for one in invoices
    ]
    return await taking_out.prints_of(connection, actor, clock, LIST, bookmarks, what)


async def all_to_print(
    connection: Connection, owner: int, wanted: Filter, window: Window
) -> list[ReceivedInvoice]:
    """All that the filter finds, in the window's order; raise Refusal when they are too many for one PDF."""
    taking_out.check_prints(await queries.count(connection, owner, wanted))
    whole = Window(0, taking_out.MOST_PRINTS, window.sort, window.descending)
    return await queries.page(connection, owner, wanted, whole)
