"""Reading the buyer's received invoices; the owner company comes first."""

from dataclasses import dataclass, fields
from datetime import date

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice

NAMES = tuple(field.name for field in fields(ReceivedInvoice))
COLUMNS = ", ".join(NAMES)
SORTS = ("received_at", "seller_name", "inv_show_amount", "pay_due_date", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the inbox is narrowed to; None means the filter was not given."""

    sent_back: bool | None = False
    opened: bool | None = None
    statuses: frozenset[int] | None = None
    seller_name: str | None = None
    inv_no: str | None = None
    send_date_from: date | None = None
    send_date_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the inbox, in which order; `start` counts from 0."""

    start: int = 0
    count: int = 100
    sort: str = "received_at"
    descending: bool = True


async def count(connection: Connection, owner: int, wanted: Filter) -> int:
    """How many received invoices the filter finds."""
    where = _conditions(owner, wanted)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM received_invoices WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return found


async def page(connection: Connection, owner: int, wanted: Filter, window: Window) -> list[ReceivedInvoice]:
    """A part of the inbox."""
    if window.sort not in SORTS:
        raise ValueError(f"not a sort of this list: {window.sort}")
    where = _conditions(owner, wanted)
    direction = "DESC" if window.descending else "ASC"
    text = where.text
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM received_invoices WHERE {text} "  # noqa: S608 -- names of our own
        f"ORDER BY {window.sort} {direction} NULLS LAST, invoice_mng_num {direction} "
        f"LIMIT {where.parameter(window.count)} OFFSET {where.parameter(window.start)}",
        *where.values,
    )
    return [_received(row) for row in rows]


async def one(connection: Connection, owner: int, invoice_mng_num: int) -> ReceivedInvoice | None:
    """One received invoice, also when it has been sent back."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM received_invoices WHERE company_id = $1 AND invoice_mng_num = $2",  # noqa: S608
        owner,
        invoice_mng_num,
    )
    return None if row is None else _received(row)


def _conditions(owner: int, wanted: Filter) -> Conditions:
    where = Conditions([owner], ["company_id = $1"])
    where.flag("sent_back_at IS NOT NULL", wanted.sent_back)
    where.flag("opened_at IS NOT NULL", wanted.opened)
    where.add("status = ANY({})", None if wanted.statuses is None else sorted(wanted.statuses))
    where.add("seller_name ILIKE {}", like(wanted.seller_name))
    where.add("inv_no ILIKE {}", like(wanted.inv_no))
    where.add("send_date >= {}", wanted.send_date_from)
    where.add("send_date <= {}", wanted.send_date_to)
    where.add("inv_show_amount >= {}", wanted.amount_from)
    where.add("inv_show_amount <= {}", wanted.amount_to)
    return where


def _received(row: Row) -> ReceivedInvoice:
    values = {name: row[name] for name in NAMES}
    return ReceivedInvoice(**values | {"status": BuyerStatus(values["status"])})
