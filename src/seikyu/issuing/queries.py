"""Reading the seller's invoices; the owner company comes first."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.db.streams import in_chunks
from seikyu.db.windows import NUMBER, Window, ordered, part
from seikyu.invoices.queries import REISSUED
from seikyu.issuing.model import SellerInvoice, SellerStatus, SentBack

NAMES = tuple(field.name for field in fields(SellerInvoice))
COLUMNS = ", ".join(f"{REISSUED} AS reissued" if name == "reissued" else name for name in NAMES)

# What a list may be sorted by.
SORTS = (
    "invoice_mng_num",
    "send_date",
    "close_date",
    "customer_name",
    "inv_no",
    "inv_show_amount",
    "pay_due_date",
    "status",
    "updated_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list of invoices is narrowed to; None means the filter was not given (contract §4.3)."""

    send_date_from: date | None = None
    send_date_to: date | None = None
    pay_due_date_from: date | None = None
    pay_due_date_to: date | None = None
    close_date: date | None = None
    close_date_from: date | None = None
    close_date_to: date | None = None
    invoice_type: int | None = None
    opened: bool | None = None
    reissued: bool | None = None
    first_to_customer: bool | None = None
    statuses: frozenset[int] | None = None
    inv_no: str | None = None
    inv_no_part: str | None = None
    customer_code: str | None = None
    customer_name: str | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    updated_since: datetime | None = None
    after: int | None = None
    numbers: frozenset[int] | None = None


async def lock_sent_back(connection: Connection, owner: int, numbers: Sequence[int]) -> dict[int, SentBack]:
    """The sent-back invoices among the numbers, locked in one order."""
    rows = await connection.fetch(
        """
        SELECT invoice_mng_num, version, customer_id, maker_user_id FROM invoices
        WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND status = $3
        ORDER BY invoice_mng_num
        FOR UPDATE
        """,
        owner,
        numbers,
        SellerStatus.SENT_BACK,
    )
    return {row["invoice_mng_num"]: SentBack(**row) for row in rows}


async def invoiced_before(connection: Connection, owner: int, customers: Collection[UUID]) -> set[UUID]:
    """Those of the customers that an invoice was made for already."""
    rows = await connection.fetch(
        "SELECT c.customer_id FROM unnest($2::uuid[]) AS c (customer_id) WHERE EXISTS "
        "(SELECT FROM invoices AS i WHERE i.company_id = $1 AND i.customer_id = c.customer_id)",
        owner,
        list(customers),
    )
    return {row["customer_id"] for row in rows}


async def count(connection: Connection, owner: int, wanted: Filter) -> int:
    """How many invoices the filter finds."""
    where = _conditions(owner, wanted)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM invoices WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return found


async def count_by_status(connection: Connection, owner: int, wanted: Filter) -> dict[SellerStatus, int]:
    """How many invoices the filter finds in each status that occurs."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT status, count(*) AS found FROM invoices WHERE {where.text} GROUP BY status",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return {SellerStatus(row["status"]): row["found"] for row in rows}


async def page(connection: Connection, owner: int, wanted: Filter, window: Window) -> list[SellerInvoice]:
    """A part of the list, without documents."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM {part('invoices', where, window, SORTS)} "  # noqa: S608 -- names of our own
        f"WHERE i.company_id = $1 {ordered(window, SORTS)}",
        *where.values,
    )
    return [_invoice(row) for row in rows]


async def listed(
    connection: Connection, owner: int, wanted: Filter, window: Window
) -> AsyncIterator[list[SellerInvoice]]:
    """All of a list in the window's order, a chunk at a time, as it was at one moment."""
    where = _conditions(owner, wanted)
    query = f"SELECT {COLUMNS} FROM invoices WHERE {where.text} {ordered(window, SORTS)}"  # noqa: S608 -- names of our own
    async for rows in in_chunks(connection, query, *where.values):
        yield [_invoice(row) for row in rows]


async def page_with_documents(
    connection: Connection, owner: int, wanted: Filter, window: Window
) -> list[tuple[SellerInvoice, bytes]]:
    """A part of the list, each invoice with its newest document."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT {COLUMNS}, document FROM {part('invoices', where, window, SORTS)} "  # noqa: S608 -- names of our own
        "JOIN invoice_versions AS v USING (invoice_mng_num, version) "
        f"WHERE i.company_id = $1 AND v.company_id = $1 {ordered(window, SORTS)}",
        *where.values,
    )
    return [(_invoice(row), row["document"]) for row in rows]


async def some(connection: Connection, owner: int, numbers: Sequence[int]) -> list[SellerInvoice]:
    """Those of the numbers that are invoices of the company."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM invoices "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) ORDER BY invoice_mng_num",
        owner,
        numbers,
    )
    return [_invoice(row) for row in rows]


async def one(connection: Connection, owner: int, invoice_mng_num: int) -> SellerInvoice | None:
    """One invoice."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2",  # noqa: S608
        owner,
        invoice_mng_num,
    )
    return None if row is None else _invoice(row)


def _conditions(owner: int, wanted: Filter) -> Conditions:
    where = Conditions([owner], ["company_id = $1"])
    where.add("send_date >= {}", wanted.send_date_from)
    where.add("send_date <= {}", wanted.send_date_to)
    where.add("pay_due_date >= {}", wanted.pay_due_date_from)
    where.add("pay_due_date <= {}", wanted.pay_due_date_to)
    where.add("close_date = {}", wanted.close_date)
    where.add("close_date >= {}", wanted.close_date_from)
    where.add("close_date <= {}", wanted.close_date_to)
    where.add("invoice_type = {}", wanted.invoice_type)
    where.flag("opened_at IS NOT NULL", wanted.opened)
    where.flag(REISSUED, wanted.reissued)
    where.flag("first_to_customer", wanted.first_to_customer)
    where.add("status = ANY({})", None if wanted.statuses is None else sorted(wanted.statuses))
    where.add("inv_no = {}", wanted.inv_no)
    where.add("inv_no ILIKE {}", like(wanted.inv_no_part))
    where.add("customer_code = {}", wanted.customer_code)
    where.add("customer_name ILIKE {}", like(wanted.customer_name))
    where.add("inv_show_amount >= {}", wanted.amount_from)
    where.add("inv_show_amount <= {}", wanted.amount_to)
    where.add("updated_at >= {}", wanted.updated_since)
    where.add(f"{NUMBER} > {{}}", wanted.after)
    where.add("invoice_mng_num = ANY({})", None if wanted.numbers is None else sorted(wanted.numbers))
    return where


def _invoice(row: Row) -> SellerInvoice:
    values = {name: row[name] for name in NAMES}
    return SellerInvoice(**values | {"status": SellerStatus(values["status"])})
