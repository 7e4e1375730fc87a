"""Join a supplier that accepted: it is the payee from now on, and has its inviter among its customers."""

from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Company
from seikyu.accounts.profile import profile
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.invitations import store
from seikyu.invitations.actions.hand_over import hand_over
from seikyu.issuing.ways import IntoInbox
from seikyu.kit.ids import new_id
from seikyu.partners import queries as partners
from seikyu.partners import store as partners_store
from seikyu.partners.model import CUSTOMER, Master
from seikyu.payees import store as payees


async def join(
    connection: Connection,
    buyer: int,
    supplier: Company,
    payee_id: UUID,
    author: Author,
    into_inbox: IntoInbox,
    now: datetime,
) -> None:
    """Link both ways; what the supplier has issued to this customer before is handed over.

    The customer is held before the payee's link, as on issuing. The transaction acts for the supplier then.
    """
    known = await profile(connection, buyer)
    seller = supplier.company_id
    await act_for(connection, seller)
    await partners.lock(connection, seller)
    customer_id, linked = await _customer(connection, seller, buyer, known.corporate_number)
    if customer_id is None:
        customer_id = new_id(now)
        fields = {
            **dict.fromkeys(CUSTOMER.fields),
            "private_cust_cd": await _free_code(connection, seller, f"B{buyer}"),
            "corp_genuine_id": known.corporate_number,
            "company_name_org": known.name,
            "zip": known.zip,
            "address1": known.address1,
            "address2": known.address2,
            "phone": known.phone,
        }
        await partners_store.register(connection, seller, CUSTOMER, [Master(customer_id, fields)], now)
    if not linked:
        await store.link(connection, seller, customer_id, buyer, now)
        event = Event("customer.linked", "customer", str(customer_id), comment=known.name)
        await record(connection, seller, author, now, [event])
    await act_for(connection, buyer)
    await payees.link(connection, buyer, seller, payee_id, now)
    event = Event("payees.seller_linked", "master", f"payees/{payee_id}", comment=supplier.name)
    await record(connection, buyer, author, now, [event])
    await act_for(connection, seller)
    if not linked:
        await hand_over(connection, seller, customer_id, buyer, into_inbox, now)


async def _customer(
    connection: Connection, seller: int, buyer: int, corporate_number: str | None
) -> tuple[UUID | None, bool]:
    """The customer that the buyer is, or by its number must be, and whether that is linked already."""
    row = await connection.fetchrow(
        """
        SELECT customer_id, buyer_company_id IS NOT NULL AS linked FROM customers
        WHERE company_id = $1 AND deleted_at IS NULL
          AND (buyer_company_id = $2 OR (buyer_company_id IS NULL AND corp_genuine_id = $3))
        ORDER BY linked DESC, created_at, customer_id LIMIT 1
        FOR UPDATE
        """,
        seller,
        buyer,
        corporate_number,
    )
    return (None, False) if row is None else (row["customer_id"], row["linked"])


async def _free_code(connection: Connection, seller: int, code: str) -> str | None:
    taken = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM customers "
        "WHERE company_id = $1 AND private_cust_cd = $2 AND deleted_at IS NULL)",
        seller,
        code,
    )
    return None if taken else code
