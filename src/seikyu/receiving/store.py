"""Writing the buyer's records; every change of status is guarded by the status it leaves."""

from collections.abc import Sequence
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.invoices.extract import COLUMN_TYPES, COLUMNS, Extract, columns
from seikyu.receiving.model import BuyerStatus


async def put_into_inbox(
    connection: Connection,
    owner: int,
    *,
    invoice_mng_num: int,
    version: int,
    seller_company_id: int,
    seller_name: str,
    send_date: date,
    extract: Extract,
    now: datetime,
) -> bool:
    """Lay a version into the inbox, in place of an earlier one that was sent back; False if it was there."""
    names = ", ".join(COLUMNS)
    replaced = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
    places = ", ".join(f"${n}::{kind}" for n, kind in enumerate(COLUMN_TYPES, start=9))
    done = await connection.execute(
        f"""
        INSERT INTO received_invoices AS r (
            company_id, invoice_mng_num, version, seller_company_id, seller_name, send_date, received_at,
            updated_at, status, {names})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, {places})
        ON CONFLICT (company_id, invoice_mng_num) DO UPDATE SET
            version = excluded.version, seller_name = excluded.seller_name, send_date = excluded.send_date,
            received_at = excluded.received_at, updated_at = excluded.updated_at, status = excluded.status,
            opened_at = NULL, sent_back_at = NULL, return_reason = NULL, {replaced}
        WHERE r.version < excluded.version
        """,  # noqa: S608 -- column names of our own
        owner,
        invoice_mng_num,
        version,
        seller_company_id,
        seller_name,
        send_date,
        now,
        BuyerStatus.UNAPPROVED,
        *(array[0] for array in columns([extract])),
    )
    return done.endswith(" 1")


async def mark_opened(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, now: datetime
) -> bool:
    """Note the first opening of a version; False if it had been opened or sent back before."""
    done = await connection.execute(
        "UPDATE received_invoices SET opened_at = $4, updated_at = $4 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND opened_at IS NULL "
        "AND sent_back_at IS NULL",
        owner,
        invoice_mng_num,
        version,
        now,
    )
    return done.endswith(" 1")


async def mark_all_opened(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]], now: datetime
) -> set[int]:
    """The same for many, each given by its invoice and version; return those whose first opening it was."""
    rows = await connection.fetch(
        """
        WITH waiting AS (
            SELECT r.invoice_mng_num FROM received_invoices AS r
            JOIN unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
                USING (invoice_mng_num, version)
            WHERE r.company_id = $1 AND r.opened_at IS NULL AND r.sent_back_at IS NULL
            ORDER BY r.invoice_mng_num
            FOR UPDATE OF r
        )
        UPDATE received_invoices AS r SET opened_at = $4, updated_at = $4 FROM waiting
        WHERE r.company_id = $1 AND r.invoice_mng_num = waiting.invoice_mng_num
        RETURNING r.invoice_mng_num
        """,
        owner,
        [invoice_mng_num for invoice_mng_num, _ in versions],
        [version for _, version in versions],
        now,
    )
    return {row["invoice_mng_num"] for row in rows}


async def take_out_of_inbox(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, reason: str, now: datetime
) -> bool:
    """Mark as sent back to the seller; False if it is not there to be sent back any more."""
    done = await connection.execute(
        "UPDATE received_invoices SET sent_back_at = $5, updated_at = $5, return_reason = $4 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND sent_back_at IS NULL "
        "AND status = ANY($6)",
        owner,
        invoice_mng_num,
        version,
        reason,
        now,
        [status for status in BuyerStatus if status.returnable],
    )
    return done.endswith(" 1")


async def withdraw(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, reason: str | None, now: datetime
) -> bool:
    """Mark as taken back by the seller; False when somebody has opened it or it has left the inbox."""
    done = await connection.execute(
        "UPDATE received_invoices "
        "SET sent_back_at = $5, withdrawn = true, updated_at = $5, return_reason = $4 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND sent_back_at IS NULL "
        "AND opened_at IS NULL",
        owner,
        invoice_mng_num,
        version,
        reason,
        now,
    )
    return done.endswith(" 1")
