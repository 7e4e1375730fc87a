"""Writing the links of payees; the owner company comes first."""

from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection


async def link(
    connection: Connection, owner: int, seller_company_id: int, payee_id: UUID, now: datetime
) -> None:
    """Let a company of the platform be this payee, whatever it was before."""
    await connection.execute(
        """
        INSERT INTO payee_links (company_id, seller_company_id, payee_id, linked_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (company_id, seller_company_id) DO UPDATE SET
            payee_id = excluded.payee_id, linked_at = excluded.linked_at
        """,
        owner,
        seller_company_id,
        payee_id,
        now,
    )
