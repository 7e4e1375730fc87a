"""How the customer of an invoice that is being issued can be reached: as a member company, or by mail."""

from dataclasses import dataclass
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.issuing.model import SellerStatus


@dataclass(frozen=True, slots=True)
class Reach:
    """A customer as issuing knows it; a company that has left cannot be reached as a member."""

    customer_id: UUID | None
    buyer_company_id: int | None
    email: str | None


async def hold_to_issue(
    connection: Connection, owner: int, invoice_mng_num: int, version: int
) -> Reach | None:
    """Hold an invoice that waits to be issued as this version, and its customer; None when it does not.

    The customer first, as whoever links it does: that one waits for us, and then finds the invoice issued.
    """
    customer = await connection.fetchrow(
        """
        SELECT c.customer_id, c.user_email, (
            SELECT company_id FROM companies
            WHERE company_id = c.buyer_company_id AND disabled_at IS NULL
        ) AS buyer_company_id
        FROM customers AS c
        WHERE c.company_id = $1 AND c.customer_id =
            (SELECT customer_id FROM invoices WHERE company_id = $1 AND invoice_mng_num = $2)
        FOR SHARE OF c
        """,
        owner,
        invoice_mng_num,
    )
    invoice = await connection.fetchrow(
        "SELECT (SELECT company_id FROM companies WHERE company_id = i.buyer_company_id "
        "AND disabled_at IS NULL) AS buyer_company_id FROM invoices AS i "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3 AND status = $4 FOR UPDATE OF i",
        owner,
        invoice_mng_num,
        version,
        SellerStatus.QUEUED,
    )
    if invoice is None:
        return None
    buyer: int | None = invoice["buyer_company_id"]
    if customer is None:
        return Reach(None, buyer, None)
    # It may have been linked after the invoice was registered.
    linked: int | None = customer["buyer_company_id"]
    return Reach(customer["customer_id"], linked if buyer is None else buyer, customer["user_email"])
