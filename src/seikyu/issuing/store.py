"""Writing the seller's invoices; every change of status is guarded by the status it leaves."""

from collections.abc import Sequence
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.invoices.extract import COLUMN_TYPES, COLUMNS, Extract, columns
from seikyu.issuing.model import SellerStatus


async def correct(
    connection: Connection,
    owner: int,
    numbers: Sequence[int],
    customer_names: Sequence[str | None],
    extracts: list[Extract],
    now: datetime,
) -> None:
    """Move sent-back invoices, locked by this transaction, to the queue with their next version: 19 → 21."""
    names = ", ".join(COLUMNS)
    places = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(COLUMN_TYPES, start=7))
    replaced = ", ".join(f"{name} = c.{name}" for name in COLUMNS)
    await connection.execute(
        f"""
        UPDATE invoices AS i SET
            status = $3, version = i.version + 1, updated_at = $2, issue_error = NULL, opened_at = NULL,
            customer_name = c.customer_name, {replaced}
        FROM unnest($5::bigint[], $6::text[], {places}) AS c (invoice_mng_num, customer_name, {names})
        WHERE i.company_id = $1 AND i.invoice_mng_num = c.invoice_mng_num AND i.status = $4
        """,  # noqa: S608 -- column names of our own
        owner,
        now,
        SellerStatus.QUEUED,
        SellerStatus.SENT_BACK,
        numbers,
        customer_names,
        *columns(extracts),
    )


async def mark_issued(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, send_date: date, now: datetime
) -> bool:
    """21 → 22; False when the invoice is not waiting to be issued as this version (any more)."""
    done = await connection.execute(
        "UPDATE invoices SET status = $5, send_date = $4, updated_at = $6, issue_error = NULL "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7",
        owner,
        invoice_mng_num,
        version,
        send_date,
        SellerStatus.ISSUED,
        now,
        SellerStatus.QUEUED,
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
    connection: Connection, owner: int, invoice_mng_num: int, version: int, now: datetime
) -> None:
    """Note on the seller's side that the buyer has opened this version (`seal_flg`)."""
    await connection.execute(
        "UPDATE invoices SET opened_at = $4, updated_at = $4 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND opened_at IS NULL",
        owner,
        invoice_mng_num,
        version,
        now,
    )
