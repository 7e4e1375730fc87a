"""Writing what a seller does with invoices that are out, or on their way; guarded by status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.issuing.model import SellerStatus


@dataclass(frozen=True, slots=True)
class Held:
    """An invoice that this transaction has locked."""

    status: SellerStatus
    version: int


async def lock(connection: Connection, owner: int, invoice_mng_num: int) -> Held | None:
    """Hold an invoice against everybody who would move it."""
    row = await connection.fetchrow(
        "SELECT status, version FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2 FOR UPDATE",
        owner,
        invoice_mng_num,
    )
    return None if row is None else Held(SellerStatus(row["status"]), row["version"])


async def mark_deleted(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    version: int,
    buyer_company_id: int | None,
    now: datetime,
) -> bool:
    """22 → 23; False when it is not issued so to this buyer (any more), or has been opened.

    A customer that is linked at this moment gets the invoice into its inbox, where it must not stay.
    """
    done = await connection.execute(
        "UPDATE invoices SET status = $4, updated_at = $5 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $6 "
        "AND opened_at IS NULL AND buyer_company_id IS NOT DISTINCT FROM $7",
        owner,
        invoice_mng_num,
        version,
        SellerStatus.DELETED,
        now,
        SellerStatus.ISSUED,
        buyer_company_id,
    )
    return done.endswith(" 1")


async def mark_called_off(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, day: date, now: datetime
) -> bool:
    """21 → 19 while the day of issue is still after `day`; False when it does not wait for it (any more).

    The day stays: corrected before it comes, the invoice waits for it again.
    """
    done = await connection.execute(
        "UPDATE invoices SET status = $5, updated_at = $6, return_reason = NULL, returned_at = NULL "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7 AND send_date > $4",
        owner,
        invoice_mng_num,
        version,
        day,
        SellerStatus.SENT_BACK,
        now,
        SellerStatus.QUEUED,
    )
    return done.endswith(" 1")


async def mark_reminded(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]], day: date
) -> set[int]:
    """Note that the buyer is reminded of these on `day`; return those it was not, that are still issued."""
    rows = await connection.fetch(
        """
        WITH waiting AS (
            SELECT i.invoice_mng_num FROM invoices AS i
            JOIN unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
                USING (invoice_mng_num, version)
            WHERE i.company_id = $1 AND i.status = $5 AND i.reminded_on IS DISTINCT FROM $4
            ORDER BY i.invoice_mng_num
            FOR UPDATE OF i
        )
        UPDATE invoices AS i SET reminded_on = $4 FROM waiting
        WHERE i.company_id = $1 AND i.invoice_mng_num = waiting.invoice_mng_num
        RETURNING i.invoice_mng_num
        """,
        owner,
        [invoice_mng_num for invoice_mng_num, _ in versions],
        [version for _, version in versions],
        day,
        SellerStatus.ISSUED,
    )
    return {row["invoice_mng_num"] for row in rows}
