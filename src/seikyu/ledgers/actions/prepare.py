"""Write the file that is asked for, a chunk at a time, and tell what keeps it from being handed out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from seikyu.db.pool import Connection
from seikyu.db.windows import Window
from seikyu.kit.clock import Clock
from seikyu.ledgers import queries
from seikyu.ledgers.actions.gather import House, Numbers, house_of, papers_of
from seikyu.ledgers.checking import troubles
from seikyu.ledgers.formats import LAYOUTS
from seikyu.ledgers.model import FileLayout, Item, Paper
from seikyu.ledgers.packing import Packing
from seikyu.ledgers.wish import Wish
from seikyu.receiving import queries as inbox
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

MOST_INVOICES = 20_000
AT_ONCE = 500
MOST_TROUBLES = 1000


@dataclass(slots=True)
class Prepared:
    """A file before it is kept: what stands in it, what was left out, and what is wrong with it."""

    packing: Packing
    items: list[Item] = field(default_factory=list)
    unconfirmed: list[int] = field(default_factory=list)
    exported_before: int = 0
    troubles: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were written."""
        return self.packing.rows


async def prepare(
    connection: Connection, owner: int, clock: Clock, wish: Wish, paid: Numbers, *, hold: bool = False
) -> Prepared:
    """Write the file; `hold` keeps the slips as they are until it is stored. Raise Refusal for too many."""
    found = await inbox.count(connection, owner, wish.wanted)
    if found > MOST_INVOICES:
        raise Refusal(codes.EXPORT_TOO_LARGE, status=400, limit=f"{MOST_INVOICES:,}", found=f"{found:,}")
    layout = LAYOUTS[wish.format]
    prepared = Prepared(Packing(layout))
    house = await house_of(connection, owner, clock())
    async for invoices in inbox.listed(connection, owner, wish.wanted, Window()):
        for start in range(0, len(invoices), AT_ONCE):
            part = invoices[start : start + AT_ONCE]
            papers = await _papers(connection, owner, house, part, wish, paid, prepared, hold=hold)
            await asyncio.to_thread(_write, layout, papers, prepared)
    return prepared


async def _papers(
    connection: Connection,
    owner: int,
    house: House,
    invoices: Sequence[ReceivedInvoice],
    wish: Wish,
    paid: Numbers,
    prepared: Prepared,
    *,
    hold: bool,
) -> list[Paper]:
    """Those of the invoices that go into the file; the others are counted."""
    numbers = [one.invoice_mng_num for one in invoices]
    if hold:
        await queries.hold(connection, owner, numbers)
    before = await queries.exported_as(connection, owner, wish.format, numbers)
    chosen: list[Paper] = []
    for paper in await papers_of(connection, owner, house, invoices, paid):
        if paper.slip is None and (LAYOUTS[wish.format].needs_slip or not wish.slip_days.open):
            prepared.unconfirmed.append(paper.number)
        elif paper.slip is not None and not wish.slip_days.holds(paper.slip.slip_date):
            continue
        elif wish.only_new and (paper.number, paper.received.version) in before:
            prepared.exported_before += 1
        else:
            chosen.append(paper)
    return chosen


def _write(layout: FileLayout, papers: Sequence[Paper], prepared: Prepared) -> None:
    for paper in papers:
        rows = layout.rows(paper)
        found = troubles(layout, paper, rows)
        room = MOST_TROUBLES - len(prepared.troubles)
        prepared.troubles += found[:room]
        if not prepared.troubles:
            prepared.packing.add(rows)
        revision = None if paper.slip is None else paper.slip.revision
        prepared.items.append(Item(paper.number, paper.received.version, revision))
