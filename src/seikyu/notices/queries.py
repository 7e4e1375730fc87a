"""Reading notices and what they speak of; the owner company comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.accounts import queries as accounts
from seikyu.db.conditions import Conditions
from seikyu.db.pool import Connection, Row
from seikyu.masters import queries as masters
from seikyu.notices.model import ANSWER_DAYS, Notice, ReceivedNotice, State, Supplier
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import Payee, payee_of
from seikyu.receiving.model import BuyerStatus

PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    state: str | None = None
    notice_no: str | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class Payable:
    """An approved invoice that no notice speaks of yet."""

    invoice_mng_num: int
    version: int
    seller_company_id: int | None
    seller_name: str
    payee_code: str | None
    inv_no: str | None
    amount: int
    due: date | None


async def page(connection: Connection, owner: int, wanted: Wanted) -> tuple[int, list[Notice]]:
    """How many of the buyer's notices the filters find, and a page of them, newest first."""
    total, rows = await _page(connection, owner, "payment_notices", _NOTICE, wanted)
    return total, [_notice(row) for row in rows]


async def received_page(
    connection: Connection, owner: int, wanted: Wanted
) -> tuple[int, list[ReceivedNotice]]:
    """The same of the supplier's."""
    total, rows = await _page(connection, owner, "received_payment_notices", _RECEIVED, wanted)
    return total, [_received(row) for row in rows]


async def one(connection: Connection, owner: int, number: int) -> Notice | None:
    """One notice of the buyer's."""
    return (await by_numbers(connection, owner, [number])).get(number)


async def received(connection: Connection, owner: int, number: int) -> ReceivedNotice | None:
    """One notice of the supplier's."""
    row = await connection.fetchrow(
        f"SELECT {_RECEIVED} FROM received_payment_notices WHERE company_id = $1 AND payment_notice_num = $2",  # noqa: S608 -- names of our own
        owner,
        number,
    )
    return None if row is None else _received(row)


async def by_numbers(
    connection: Connection, owner: int, numbers: Collection[int], *, to_change: bool = False
) -> dict[int, Notice]:
    """The buyer's notices with these numbers; locked in one order to change them."""
    if not numbers:
        return {}
    lock = "FOR UPDATE" if to_change else ""
    rows = await connection.fetch(
        f"SELECT {_NOTICE} FROM payment_notices WHERE company_id = $1 AND payment_notice_num = ANY($2) "  # noqa: S608 -- names of our own
        f"ORDER BY payment_notice_num {lock}",
        owner,
        sorted(numbers),
    )
    return {row["payment_notice_num"]: _notice(row) for row in rows}


async def taken(connection: Connection, owner: int, notice_nos: Collection[str]) -> dict[str, int]:
    """Those of the buyer's own numbers that are in use, and by which notice."""
    if not notice_nos:
        return {}
    rows = await connection.fetch(
        "SELECT notice_no, payment_notice_num FROM payment_notices "
        "WHERE company_id = $1 AND notice_no = ANY($2) AND state <> 'cancelled'",
        owner,
        sorted(notice_nos),
    )
    return {row["notice_no"]: row["payment_notice_num"] for row in rows}


async def document(connection: Connection, owner: int, number: int, version: int) -> bytes | None:
    """A version of a notice, as either party keeps it."""
    found: bytes | None = await connection.fetchval(
        "SELECT document FROM payment_notice_versions "
        "WHERE company_id = $1 AND payment_notice_num = $2 AND version = $3",
        owner,
        number,
        version,
    )
    return found


async def documents(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]]
) -> dict[int, tuple[bytes, bytes]]:
    """Versions of many notices, each given by number and version: the document and its digest."""
    rows = await connection.fetch(
        """
        SELECT v.payment_notice_num, v.document, v.sha256 FROM payment_notice_versions AS v
        JOIN unnest($2::bigint[], $3::integer[]) AS w (payment_notice_num, version)
            USING (payment_notice_num, version)
        WHERE v.company_id = $1
        """,
        owner,
        [number for number, _ in versions],
        [version for _, version in versions],
    )
    return {row["payment_notice_num"]: (row["document"], row["sha256"]) for row in rows}


async def silent(connection: Connection, owner: int, today: date) -> list[int]:
    """The suppliers that have let the days for an answer pass."""
    rows = await connection.fetch(
        "SELECT DISTINCT supplier_company_id AS supplier FROM payment_notices "
        "WHERE company_id = $1 AND state = 'sent' AND deemed_on <= $2 ORDER BY 1",
        owner,
        today,
    )
    return [row["supplier"] for row in rows]


async def answer_days(connection: Connection, owner: int) -> int:
    """Days that suppliers of this buyer have to answer."""
    days: int | None = await connection.fetchval(
        "SELECT answer_days FROM notice_settings WHERE company_id = $1", owner
    )
    return ANSWER_DAYS if days is None else days


async def payees(connection: Connection, owner: int, payee_codes: Collection[str]) -> dict[str, Payee]:
    """Payees by their codes."""
    found = await masters.by_keys(connection, owner, PAYEES, payee_codes)
    return {key: payee_of(master) for key, master in found.items()}


async def companies_of(connection: Connection, owner: int, payees: Collection[Payee]) -> dict[str, list[int]]:
    """The companies of the platform that each payee is, by the payee's code."""
    rows = await connection.fetch(
        "SELECT payee_id, seller_company_id FROM payee_links "
        "WHERE company_id = $1 AND payee_id = ANY($2) ORDER BY linked_at, seller_company_id",
        owner,
        [payee.payee_id for payee in payees],
    )
    found: dict[str, list[int]] = {}
    codes = {payee.payee_id: payee.code for payee in payees}
    for row in rows:
        found.setdefault(codes[row["payee_id"]], []).append(row["seller_company_id"])
    return found


async def suppliers(connection: Connection, owner: int, companies: Collection[int]) -> dict[int, Supplier]:
    """Those of the companies that this buyer has had an invoice from or keeps as a payee."""
    if not companies:
        return {}
    rows = await connection.fetch(
        """
        SELECT c.company_id,
               (SELECT m.key FROM payee_links AS l JOIN coded_masters AS m
                    ON m.company_id = l.company_id AND m.kind = $3 AND m.master_id = l.payee_id
                WHERE l.company_id = $1 AND l.seller_company_id = c.company_id) AS payee_code
        FROM unnest($2::bigint[]) AS c (company_id)
        WHERE EXISTS (SELECT FROM payee_links AS l
                      WHERE l.company_id = $1 AND l.seller_company_id = c.company_id)
           OR EXISTS (SELECT FROM received_invoices AS r
                      WHERE r.company_id = $1 AND r.seller_company_id = c.company_id)
        """,
        owner,
        sorted(companies),
        PAYEES.name,
    )
    codes = {row["company_id"]: row["payee_code"] for row in rows}
    found = await accounts.companies(connection, codes)
    return {
        company: Supplier(company, one.name, one.registration_number, codes[company])
        for company, one in found.items()
    }


async def invoices(
    connection: Connection, owner: int, numbers: Collection[int]
) -> dict[int, tuple[int | None, str | None]]:
    """Received invoices by number: the company they came from, and the number it gave them."""
    if not numbers:
        return {}
    rows = await connection.fetch(
        "SELECT invoice_mng_num, seller_company_id, inv_no FROM received_invoices "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND sent_back_at IS NULL",
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"]: (row["seller_company_id"], row["inv_no"]) for row in rows}


async def payable(
    connection: Connection, owner: int, numbers: Collection[int] | None = None, limit: int = 500
) -> list[Payable]:
    """Approved invoices that no notice speaks of yet, the earliest due first."""
    rows = await connection.fetch(
        """
        SELECT r.invoice_mng_num, r.version, r.seller_company_id, r.seller_name, m.key AS payee_code,
               r.inv_no, r.inv_show_amount AS amount, coalesce(r.own_due_date, r.pay_due_date) AS due
        FROM received_invoices AS r
        LEFT JOIN coded_masters AS m
            ON m.company_id = $1 AND m.kind = $5 AND m.master_id = r.payee_id AND m.deleted_at IS NULL
        WHERE r.company_id = $1 AND r.status = $2 AND r.sent_back_at IS NULL
          AND ($3::bigint[] IS NULL OR r.invoice_mng_num = ANY($3))
          AND (r.seller_company_id IS NOT NULL OR m.key IS NOT NULL)
          AND NOT EXISTS (SELECT FROM payment_notice_invoices AS n
                          WHERE n.company_id = $1 AND n.invoice_mng_num = r.invoice_mng_num)
        ORDER BY due NULLS LAST, r.seller_name, r.invoice_mng_num
        LIMIT $4
        """,
        owner,
        BuyerStatus.DONE,
        None if numbers is None else sorted(numbers),
        limit,
        PAYEES.name,
    )
    return [Payable(**dict(row)) for row in rows]


async def _page(
    connection: Connection, owner: int, table: str, columns: str, wanted: Wanted
) -> tuple[int, list[Row]]:
    where = Conditions([owner], ["company_id = $1"])
    where.add("state = {}", wanted.state)
    where.add("notice_no = {}", wanted.notice_no)
    text = where.text
    total: int = await connection.fetchval(f"SELECT count(*) FROM {table} WHERE {text}", *where.values)  # noqa: S608 -- names of our own
    rows = await connection.fetch(
        f"SELECT {columns} FROM {table} WHERE {text} ORDER BY payment_notice_num DESC "  # noqa: S608 -- names of our own
        f"LIMIT {where.parameter(PAGE)} OFFSET {where.parameter(wanted.start)}",
        *where.values,
    )
    return total, rows


def _notice(row: Row) -> Notice:
    return Notice(**dict(row) | {"state": State(row["state"])})


def _received(row: Row) -> ReceivedNotice:
    return ReceivedNotice(**dict(row) | {"state": State(row["state"])})


_NOTICE = (
    "payment_notice_num, version, state, notice_no, notice_name, supplier_company_id, payee_code, "
    "payee_name, pay_date, pay_amount, answer_days, deemed_on, objection, made_by, "
    "created_at, updated_at, sent_at"
)
_RECEIVED = (
    "payment_notice_num, version, state, notice_no, notice_name, buyer_company_id, buyer_name, "
    "pay_date, pay_amount, answer_days, deemed_on, objection, received_at, updated_at"
)
