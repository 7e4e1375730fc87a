"""Reading the buyer's received invoices; the owner company comes first."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.db.streams import in_chunks
from seikyu.db.windows import NUMBER, Window, ordered, part
from seikyu.invoices.queries import REISSUED
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice

NAMES = tuple(field.name for field in fields(ReceivedInvoice))
COLUMNS = ", ".join(f"{REISSUED} AS reissued" if name == "reissued" else name for name in NAMES)
SORTS = (
    NUMBER,
    "received_at",
    "close_date",
    "seller_name",
    "inv_no",
    "inv_show_amount",
    "pay_due_date",
    "status",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the inbox is narrowed to; None means the filter was not given (contract §5)."""

    sent_back: bool | None = False
    opened: bool | None = None
    own: bool | None = None
    statuses: frozenset[int] | None = None
    seller_name: str | None = None
    inv_no: str | None = None
    inv_no_part: str | None = None
    reception_date_from: date | None = None
    reception_date_to: date | None = None
    close_date_from: date | None = None
    close_date_to: date | None = None
    send_date_from: date | None = None
    send_date_to: date | None = None
    pay_due_date_from: date | None = None
    pay_due_date_to: date | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    updated_since: datetime | None = None
    after: int | None = None
    department: str | None = None
    department_name: str | None = None
    accounting_step: str | None = None
    payee_code: str | None = None
    numbers: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many received invoices a filter finds, by what is to be done with them."""

    inbox: int
    unopened: int
    unapproved: int
    overdue: int
    done: int
    sent_back: int
    in_approval: int
    workflow: bool
    """Whether the company lets received invoices pass approval."""


async def tally(connection: Connection, owner: int, wanted: Filter, today: date) -> Tally:
    """Count for the tabs of the inbox; sent-back invoices count as nothing else."""
    where = _conditions(owner, wanted)
    done, unapproved = where.parameter(BuyerStatus.DONE), where.parameter(BuyerStatus.UNAPPROVED)
    due = where.parameter(today)
    [row] = await connection.fetch(
        f"""
        SELECT count(*) FILTER (WHERE here) AS inbox,
               count(*) FILTER (WHERE here AND opened_at IS NULL) AS unopened,
               count(*) FILTER (WHERE here AND status = {unapproved}) AS unapproved,
               count(*) FILTER (WHERE here AND status <> {done} AND pay_due_date < {due}) AS overdue,
               count(*) FILTER (WHERE here AND status = {done}) AS done,
               count(*) FILTER (WHERE NOT here) AS sent_back,
               count(*) FILTER (WHERE here AND status <> ALL(ARRAY[{done}, {unapproved}])) AS in_approval,
               EXISTS (SELECT FROM approval_routes
                       WHERE company_id = $1 AND side = 'buyer' AND active) AS workflow
        FROM received_invoices, LATERAL (SELECT sent_back_at IS NULL AS here) AS place
        WHERE {where.text}
        """,  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return Tally(**row)


async def count(connection: Connection, owner: int, wanted: Filter) -> int:
    """How many received invoices the filter finds."""
    where = _conditions(owner, wanted)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM received_invoices WHERE {where.text}",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return found


async def count_by_status(connection: Connection, owner: int, wanted: Filter) -> dict[BuyerStatus, int]:
    """How many received invoices the filter finds in each status that occurs."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT status, count(*) AS found FROM received_invoices WHERE {where.text} GROUP BY status",  # noqa: S608 -- clauses of our own
        *where.values,
    )
    return {BuyerStatus(row["status"]): row["found"] for row in rows}


async def page(connection: Connection, owner: int, wanted: Filter, window: Window) -> list[ReceivedInvoice]:
    """A part of the inbox."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM {part('received_invoices', where, window, SORTS)} "  # noqa: S608 -- names of our own
        f"WHERE i.company_id = $1 {ordered(window, SORTS)}",
        *where.values,
    )
    return [_received(row) for row in rows]


async def listed(
    connection: Connection, owner: int, wanted: Filter, window: Window
) -> AsyncIterator[list[ReceivedInvoice]]:
    """All of a list in the window's order, a chunk at a time, as it was at one moment."""
    where = _conditions(owner, wanted)
    query = f"SELECT {COLUMNS} FROM received_invoices WHERE {where.text} {ordered(window, SORTS)}"  # noqa: S608 -- names of our own
    async for rows in in_chunks(connection, query, *where.values):
        yield [_received(row) for row in rows]


async def some(connection: Connection, owner: int, numbers: Sequence[int]) -> list[ReceivedInvoice]:
    """Those of the numbers that the company has received, also when they have been sent back."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM received_invoices "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) ORDER BY invoice_mng_num",
        owner,
        numbers,
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
    where.flag("origin = 'own'", wanted.own)
    where.add("status = ANY({})", None if wanted.statuses is None else sorted(wanted.statuses))
    where.add("seller_name ILIKE {}", like(wanted.seller_name))
    where.add("inv_no = {}", wanted.inv_no)
    where.add("inv_no ILIKE {}", like(wanted.inv_no_part))
    where.add(f"received_at >= {_MIDNIGHT}", wanted.reception_date_from)
    where.add(f"received_at < {_MIDNIGHT} + INTERVAL '1 day'", wanted.reception_date_to)
    where.add("close_date >= {}", wanted.close_date_from)
    where.add("close_date <= {}", wanted.close_date_to)
    where.add("send_date >= {}", wanted.send_date_from)
    where.add("send_date <= {}", wanted.send_date_to)
    where.add("pay_due_date >= {}", wanted.pay_due_date_from)
    where.add("pay_due_date <= {}", wanted.pay_due_date_to)
    where.add("inv_show_amount >= {}", wanted.amount_from)
    where.add("inv_show_amount <= {}", wanted.amount_to)
    where.add("updated_at >= {}", wanted.updated_since)
    where.add(f"{NUMBER} > {{}}", wanted.after)
    where.add("department_code = {}", wanted.department)
    where.add(_OF_DEPARTMENT, like(wanted.department_name))
    where.add(_AT_STEP, like(wanted.accounting_step))
    where.add(_OF_PAYEE, wanted.payee_code)
    where.add(f"{NUMBER} = ANY({{}})", None if wanted.numbers is None else sorted(wanted.numbers))
    return where


_MIDNIGHT = "({}::date::timestamp AT TIME ZONE INTERVAL '9 hours')"
"""The moment at which a day begins in Japan."""


_OF_DEPARTMENT = """department_code IN (
    SELECT d.key FROM coded_masters AS d
    WHERE d.company_id = $1 AND d.kind = 'departments' AND d.deleted_at IS NULL AND d.title ILIKE {})"""
_OF_PAYEE = """payee_id IN (
    SELECT p.master_id FROM coded_masters AS p
    WHERE p.company_id = $1 AND p.kind = 'payees' AND p.key = {})"""
_AT_STEP = """invoice_mng_num IN (
    SELECT run.number FROM approval_runs AS run
    JOIN approval_run_steps AS step
      ON step.company_id = $1 AND step.run_id = run.run_id AND step.position = run.position
    WHERE run.company_id = $1 AND run.kind = 'received_invoice' AND run.state = 'open'
      AND step.stage IN (60, 70) AND step.name ILIKE {})"""


def _received(row: Row) -> ReceivedInvoice:
    values = {name: row[name] for name in NAMES}
    return ReceivedInvoice(**values | {"status": BuyerStatus(values["status"])})
