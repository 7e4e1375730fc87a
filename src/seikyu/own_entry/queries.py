"""Reading what own entries need; the owner company comes first."""

from collections.abc import Collection, Sequence
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.masters import queries as masters
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import Payee, payee_of
from seikyu.receiving.departments import KIND as DEPARTMENTS

Alike = tuple[UUID, str, int]
"""What tells one paper from another: its payee, its number and its amount."""


async def payees_by_code(connection: Connection, owner: int, codes: Collection[str]) -> dict[str, Payee]:
    """The payees with these codes."""
    found = await masters.by_keys(connection, owner, PAYEES, codes)
    return {code: payee_of(master) for code, master in found.items()}


async def alike(
    connection: Connection, owner: int, wanted: Sequence[Alike], but: int | None = None
) -> dict[Alike, int]:
    """Received invoices of the same payee, number and amount that are not void; perhaps all but one."""
    rows = await connection.fetch(
        """
        SELECT r.payee_id, r.inv_no, r.inv_show_amount, min(r.invoice_mng_num) AS number
        FROM received_invoices AS r
        JOIN unnest($2::uuid[], $3::text[], $4::bigint[]) AS w (payee_id, inv_no, inv_show_amount)
            USING (payee_id, inv_no, inv_show_amount)
        WHERE r.company_id = $1 AND r.sent_back_at IS NULL AND r.invoice_mng_num IS DISTINCT FROM $5
        GROUP BY 1, 2, 3
        """,
        owner,
        [payee for payee, _, _ in wanted],
        [inv_no for _, inv_no, _ in wanted],
        [amount for _, _, amount in wanted],
        but,
    )
    return {(row["payee_id"], row["inv_no"], row["inv_show_amount"]): row["number"] for row in rows}


async def entered_as(connection: Connection, owner: int, entry_id: UUID) -> int | None:
    """The invoice that a form has become."""
    found: int | None = await connection.fetchval(
        "SELECT invoice_mng_num FROM own_entries WHERE company_id = $1 AND entry_id = $2", owner, entry_id
    )
    return found


async def departments(connection: Connection, owner: int) -> list[tuple[str, str]]:
    """Code and name of each department, in the order of the codes."""
    rows = await connection.fetch(
        "SELECT key, title FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL ORDER BY key",
        owner,
        DEPARTMENTS,
    )
    return [(row["key"], row["title"]) for row in rows]
