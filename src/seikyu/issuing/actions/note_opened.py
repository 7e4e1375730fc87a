"""開封: the seller's side of a buyer's opening invoices, in the buyer's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import store


async def note_opened(
    connection: Connection, seller: int, opener: Author, versions: Sequence[tuple[int, int]], now: datetime
) -> None:
    """Note which versions were opened for the first time, but not by whom of the buyer."""
    opened = await store.mark_opened(connection, seller, versions, now)
    events = [
        Event("invoice.opened", "invoice", str(number), version=version)
        for number, version in versions
        if number in opened
    ]
    company = opener.company_name or opener.name
    await record(connection, seller, replace(opener, user_id=None, name=company, client_id=None), now, events)
