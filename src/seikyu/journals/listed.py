"""Which received invoices are to be journalised, and how far each has come."""

from dataclasses import dataclass, fields
from datetime import date

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection
from seikyu.journals.queries import HOLDS
from seikyu.receiving.model import BuyerStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; None means the filter was not given."""

    state: str = "open"
    seller_name: str | None = None
    inv_no: str | None = None
    close_date_from: date | None = None
    close_date_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    approved: bool | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of each state."""

    open: int
    draft: int
    confirmed: int


STATES = tuple(field.name for field in fields(Tally))
_STATE = f"CASE WHEN {HOLDS} THEN 'confirmed' WHEN s.revision IS NULL THEN 'open' ELSE 'draft' END"
_TABLES = "received_invoices AS r LEFT JOIN journal_slips AS s USING (company_id, invoice_mng_num)"


async def tally(connection: Connection, owner: int, wanted: Wanted) -> Tally:
    """Count for the tabs; what has left the inbox is not to be journalised."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT {_STATE} AS state, count(*) AS found FROM {_TABLES} WHERE {where.text} GROUP BY 1",  # noqa: S608 -- names of our own
        *where.values,
    )
    found = {row["state"]: row["found"] for row in rows}
    return Tally(*(found.get(state, 0) for state in STATES))


async def page(connection: Connection, owner: int, wanted: Wanted, start: int, count: int) -> list[int]:
    """The numbers of a part of the list, those received last first."""
    where = _conditions(owner, wanted)
    where.add(f"{_STATE} = {{}}", wanted.state)
    rows = await connection.fetch(
        f"SELECT invoice_mng_num FROM {_TABLES} WHERE {where.text} "  # noqa: S608 -- names of our own
        f"ORDER BY r.received_at DESC, invoice_mng_num DESC "
        f"LIMIT {where.parameter(count)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    return [row["invoice_mng_num"] for row in rows]


def _conditions(owner: int, wanted: Wanted) -> Conditions:
    where = Conditions([owner], ["r.company_id = $1", "r.sent_back_at IS NULL"])
    where.add("r.seller_name ILIKE {}", like(wanted.seller_name))
    where.add("r.inv_no ILIKE {}", like(wanted.inv_no))
    where.add("r.close_date >= {}", wanted.close_date_from)
    where.add("r.close_date <= {}", wanted.close_date_to)
    where.add("r.inv_show_amount >= {}", wanted.amount_from)
    where.add("r.inv_show_amount <= {}", wanted.amount_to)
    where.flag(f"r.status = {int(BuyerStatus.DONE)}", wanted.approved)
    return where
