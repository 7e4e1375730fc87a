"""What slices above keep beside received invoices, such as slips: told with them, and when it changes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from seikyu.db.pool import Connection
from seikyu.wire.values import Value

Beside: TypeAlias = Callable[[Connection, int, Sequence[int]], Awaitable[Mapping[int, Mapping[str, Value]]]]
"""What stands beside each invoice of these numbers, by number and field, in one statement for all of them."""


async def touch(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]], now: datetime
) -> set[int]:
    """Hold the invoices that still lie in the inbox in these versions, and let pollers see them as changed.

    Each is given by its number and version; return the numbers of those held, locked in one order.
    """
    rows = await connection.fetch(
        """
        WITH held AS (
            SELECT r.invoice_mng_num FROM received_invoices AS r
            JOIN unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
                USING (invoice_mng_num, version)
            WHERE r.company_id = $1 AND r.sent_back_at IS NULL
            ORDER BY r.invoice_mng_num
            FOR UPDATE OF r
        )
        UPDATE received_invoices AS r SET updated_at = $4 FROM held
        WHERE r.company_id = $1 AND r.invoice_mng_num = held.invoice_mng_num
        RETURNING r.invoice_mng_num
        """,
        owner,
        [invoice_mng_num for invoice_mng_num, _ in versions],
        [version for _, version in versions],
        now,
    )
    return {row["invoice_mng_num"] for row in rows}
