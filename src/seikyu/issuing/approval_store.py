"""Moving the seller's invoices inside approval, guarded by the status and version they leave."""

from collections.abc import Sequence
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.issuing.model import SellerStatus


async def move_on(
    connection: Connection,
    owner: int,
    moves: Sequence[tuple[int, int, int, int]],
    now: datetime,
) -> dict[int, date | None]:
    """Move invoices, each given by number, version and the statuses it leaves and enters.

    Return the day each one that was moved is to be issued on.
    """
    rows = await connection.fetch(
        """
        UPDATE invoices AS i SET status = m.entered, updated_at = $2
        FROM unnest($3::bigint[], $4::integer[], $5::smallint[], $6::smallint[])
            AS m (invoice_mng_num, version, "left", entered)
        WHERE i.company_id = $1 AND i.invoice_mng_num = m.invoice_mng_num AND i.version = m.version
          AND i.status = m."left"
        RETURNING i.invoice_mng_num, i.send_date
        """,
        owner,
        now,
        [number for number, _, _, _ in moves],
        [version for _, version, _, _ in moves],
        [left for _, _, left, _ in moves],
        [entered for _, _, _, entered in moves],
    )
    return {row["invoice_mng_num"]: row["send_date"] for row in rows}


async def send_back(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    version: int,
    left: SellerStatus,
    reason: str | None,
    now: datetime,
) -> bool:
    """11 or 20 → 19, with the reason unless its maker took it back; False when it is not there any more."""
    done = await connection.execute(
        "UPDATE invoices SET status = $5, return_reason = $4, returned_at = $8, updated_at = $6 "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $7",
        owner,
        invoice_mng_num,
        version,
        reason,
        SellerStatus.SENT_BACK,
        now,
        left,
        None if reason is None else now,
    )
    return done.endswith(" 1")
