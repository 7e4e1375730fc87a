"""Writing the seller's invoices; every change of status is guarded by the status it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.invoices.extract import COLUMN_TYPES, COLUMNS, Extract, columns
from seikyu.issuing.model import SellerStatus


@dataclass(frozen=True, slots=True)
class NewInvoice:
    """An invoice about to be registered for a customer that may be linked to a buyer."""

    customer_id: UUID | None
    customer_name: str | None
    customer_code: str | None
    buyer_company_id: int | None
    first_to_customer: bool
    extract: Extract
    send_date: date | None = None
    status: SellerStatus = SellerStatus.QUEUED
    layout_id: UUID | None = None
    maker_user_id: int | None = None


async def register(
    connection: Connection, owner: int, invoices: Sequence[NewInvoice], now: datetime
) -> list[int]:
    """Add invoices in version 1 and the status each begins in; return their new numbers, in the same order.

    A `send_date` says when, where that is still to come.
    """
    allotted = await connection.fetch(
        "SELECT nextval('invoice_mng_num_seq') AS number FROM generate_series(1, $1)", len(invoices)
    )
    numbers: list[int] = sorted(row["number"] for row in allotted)
    places = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMN_TYPES, start=13))
    await connection.execute(
        f"""
        INSERT INTO invoices (
            company_id, created_at, updated_at, version, status, invoice_mng_num, customer_id, customer_name,
            customer_code, buyer_company_id, first_to_customer, send_date, layout_id,
            maker_user_id, {", ".join(COLUMNS)})
        SELECT $1, $2, $2, 1, n.*
        FROM unnest($3::smallint[], $4::bigint[], $5::uuid[], $6::text[], $7::text[], $8::bigint[],
            $9::boolean[], $10::date[], $11::uuid[], $12::bigint[], {places}) AS n
        """,  # noqa: S608 -- column names of our own
        owner,
        now,
        [invoice.status for invoice in invoices],
        numbers,
        [invoice.customer_id for invoice in invoices],
        [invoice.customer_name for invoice in invoices],
        [invoice.customer_code for invoice in invoices],
        [invoice.buyer_company_id for invoice in invoices],
        [invoice.first_to_customer for invoice in invoices],
        [invoice.send_date for invoice in invoices],
        [invoice.layout_id for invoice in invoices],
        [invoice.maker_user_id for invoice in invoices],
        *columns([invoice.extract for invoice in invoices]),
    )
    return numbers


async def correct(
    connection: Connection,
    owner: int,
    numbers: Sequence[int],
    customer_names: Sequence[str | None],
    statuses: Sequence[SellerStatus],
    extracts: list[Extract],
    now: datetime,
) -> None:
    """Give sent-back invoices, locked by this transaction, their next version and status: 19 → 21 or 11."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMN_TYPES, start=7))
    replaced = ", ".join(f"{name} = c.{name}" for name in COLUMNS)
    await connection.execute(
        f"""
        UPDATE invoices AS i SET
            status = c.status, version = i.version + 1, updated_at = $2, issue_error = NULL, opened_at = NULL,
            customer_name = c.customer_name, {replaced}
        FROM unnest($4::bigint[], $5::text[], $6::smallint[], {places})
            AS c (invoice_mng_num, customer_name, status, {names})
        WHERE i.company_id = $1 AND i.invoice_mng_num = c.invoice_mng_num AND i.status = $3
        """,  # noqa: S608 -- column names of our own
        owner,
        now,
        SellerStatus.SENT_BACK,
        numbers,
        customer_names,
        statuses,
        *columns(extracts),
    )


async def mark_issued(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    version: int,
    send_date: date,
    now: datetime,
    buyer_company_id: int | None,
) -> bool:
    """21 → 22; False when the invoice is not waiting to be issued as this version (any more)."""
    done = await connection.execute(
        "UPDATE invoices SET status = $5, send_date = $4, updated_at = $6, issue_error = NULL, "
        "buyer_company_id = $8 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7",
        owner,
        invoice_mng_num,
        version,
        send_date,
        SellerStatus.ISSUED,
        now,
        SellerStatus.QUEUED,
        buyer_company_id,
    )
    return done.endswith(" 1")


async def mark_failed(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, reason: str, now: datetime
) -> bool:
    """21 → 29 with the reason; False when the invoice is not waiting to be issued as this version."""
    done = await connection.execute(
        "UPDATE invoices SET status = $5, issue_error = $4, updated_at = $6 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7",
        owner,
        invoice_mng_num,
        version,
        reason,
        SellerStatus.ISSUE_ERROR,
        now,
        SellerStatus.QUEUED,
    )
    return done.endswith(" 1")


async def queue_again(connection: Connection, owner: int, invoice_mng_num: int, now: datetime) -> bool:
    """29 → 21; False when the invoice is not in error."""
    done = await connection.execute(
        "UPDATE invoices SET status = $3, issue_error = NULL, updated_at = $4 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND status = $5",
        owner,
        invoice_mng_num,
        SellerStatus.QUEUED,
        now,
        SellerStatus.ISSUE_ERROR,
    )
    return done.endswith(" 1")


async def mark_sent_back(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, reason: str, now: datetime
) -> bool:
    """22 → 19 with the reason; False when the invoice is not issued as this version (any more)."""
    done = await connection.execute(
        "UPDATE invoices SET status = $5, return_reason = $4, returned_at = $6, updated_at = $6 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7",
        owner,
        invoice_mng_num,
        version,
        reason,
        SellerStatus.SENT_BACK,
        now,
        SellerStatus.ISSUED,
    )
    return done.endswith(" 1")


async def mark_opened(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]], now: datetime
) -> set[int]:
    """Note on the seller's side that the buyer has opened these versions (`seal_flg`), while they are issued.

    Each is given by its invoice and version; return those whose first opening it was. They are locked in one
    order, so that two who open some of the same never wait for each other.
    """
    rows = await connection.fetch(
        """
        WITH opened AS (
            SELECT i.invoice_mng_num FROM invoices AS i
            JOIN unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
                USING (invoice_mng_num, version)
            WHERE i.company_id = $1 AND i.status = $5 AND i.opened_at IS NULL
            ORDER BY i.invoice_mng_num
            FOR UPDATE OF i
        )
        UPDATE invoices AS i SET opened_at = $4, updated_at = $4 FROM opened
        WHERE i.company_id = $1 AND i.invoice_mng_num = opened.invoice_mng_num
        RETURNING i.invoice_mng_num
        """,
        owner,
        [invoice_mng_num for invoice_mng_num, _ in versions],
        [version for _, version in versions],
        now,
        SellerStatus.ISSUED,
    )
    return {row["invoice_mng_num"] for row in rows}
