"""Customers that are linked to no company here: how they are reached."""

from collections.abc import Sequence

from seikyu.db.pool import Connection


async def addresses_of(connection: Connection, owner: int, numbers: Sequence[int]) -> dict[int, str]:
    """The mail addresses of the invoices' customers, where the seller keeps one, by the invoice."""
    rows = await connection.fetch(
        """
        SELECT i.invoice_mng_num, c.user_email
        FROM invoices AS i JOIN customers AS c USING (company_id, customer_id)
        WHERE i.company_id = $1 AND i.invoice_mng_num = ANY($2) AND c.user_email IS NOT NULL
        """,
        owner,
        numbers,
    )
    return {row["invoice_mng_num"]: row["user_email"] for row in rows}
