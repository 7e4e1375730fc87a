"""Moving the buyer's invoices through approval, guarded by the status and version they leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.db.pool import Connection
from seikyu.receiving.model import BuyerStatus


@dataclass(frozen=True, slots=True)
class Move:
    """An invoice in its version, the statuses it leaves and enters, and the department it is for."""

    invoice_mng_num: int
    version: int
    left: BuyerStatus
    entered: BuyerStatus
    department: str | None


async def lock(
    connection: Connection, owner: int, wanted: Sequence[tuple[int, int, BuyerStatus]]
) -> set[int]:
    """Hold those of the invoices, each given by version and status, that are still so; in one order.

    Two people may move some of the same.
    """
    rows = await connection.fetch(
        """
        SELECT r.invoice_mng_num FROM received_invoices AS r
        JOIN unnest($2::bigint[], $3::integer[], $4::smallint[]) AS w (invoice_mng_num, version, status)
            USING (invoice_mng_num, version, status)
        WHERE r.company_id = $1 AND r.sent_back_at IS NULL
        ORDER BY r.invoice_mng_num
        FOR UPDATE OF r
        """,
        owner,
        [number for number, _, _ in wanted],
        [version for _, version, _ in wanted],
        [status for _, _, status in wanted],
    )
    return {row["invoice_mng_num"] for row in rows}


async def enter(connection: Connection, owner: int, moves: Sequence[Move], now: datetime) -> set[int]:
    """Move invoices that this transaction holds; return those whose first opening that was.

    Whoever submits an invoice or marks it as done has taken notice of it, so it counts as opened.
    """
    rows = await connection.fetch(
        """
        WITH held AS (
            SELECT invoice_mng_num, opened_at FROM received_invoices
            WHERE company_id = $1 AND invoice_mng_num = ANY($3::bigint[])
        )
        UPDATE received_invoices AS r
        SET status = m.entered, department_code = m.department, updated_at = $2,
            opened_at = coalesce(r.opened_at, $2)
        FROM held, unnest($3::bigint[], $4::integer[], $5::smallint[], $6::smallint[], $7::text[])
            AS m (invoice_mng_num, version, "left", entered, department)
        WHERE r.company_id = $1 AND r.invoice_mng_num = m.invoice_mng_num AND r.version = m.version
          AND r.status = m."left" AND held.invoice_mng_num = r.invoice_mng_num
        RETURNING r.invoice_mng_num, held.opened_at IS NULL AS opened
        """,
        owner,
        now,
        [one.invoice_mng_num for one in moves],
        [one.version for one in moves],
        [one.left for one in moves],
        [one.entered for one in moves],
        [one.department for one in moves],
    )
    return {row["invoice_mng_num"] for row in rows if row["opened"]}


async def move_on(
    connection: Connection, owner: int, moves: Sequence[tuple[int, int, int, int]], now: datetime
) -> int:
    """Move invoices, each given by number, version and the statuses it leaves and enters; tell how many."""
    done = await connection.execute(
        """
        UPDATE received_invoices AS r SET status = m.entered, updated_at = $2
        FROM unnest($3::bigint[], $4::integer[], $5::smallint[], $6::smallint[])
            AS m (invoice_mng_num, version, "left", entered)
        WHERE r.company_id = $1 AND r.invoice_mng_num = m.invoice_mng_num AND r.version = m.version
          AND r.status = m."left" AND r.sent_back_at IS NULL
        """,
        owner,
        now,
        [number for number, _, _, _ in moves],
        [version for _, version, _, _ in moves],
        [left for _, _, left, _ in moves],
        [entered for _, _, _, entered in moves],
    )
    return int(done.rpartition(" ")[2])
