"""Lay what was issued to a customer before it was linked into its inbox, as issuing would have."""

from datetime import datetime
from uuid import UUID

from seikyu.accounts.queries import company
from seikyu.attachments import queries as attachments
from seikyu.attachments.actions.hand_over import hand_over as hand_over_files
from seikyu.db.pool import Connection, act_for
from seikyu.invoices import queries as documents
from seikyu.issuing import queries as issuing
from seikyu.issuing.model import SellerStatus, extract_of
from seikyu.issuing.reach import Reach
from seikyu.issuing.ways import Delivery, IntoInbox
from seikyu.jobs.queue import Job, Payload, enqueue

HAND_OVER = "invitations.hand_over"
AT_ONCE = 20


async def hand_over(
    connection: Connection,
    seller: int,
    customer_id: UUID,
    buyer: int,
    into_inbox: IntoInbox,
    now: datetime,
) -> None:
    """Hand over the oldest; where there are more than a few, a job goes on with the others."""
    await act_for(connection, seller)
    rows = await connection.fetch(
        """
        WITH oldest AS (
            SELECT invoice_mng_num FROM invoices
            WHERE company_id = $1 AND customer_id = $2 AND buyer_company_id IS NULL AND status = $5
            ORDER BY invoice_mng_num LIMIT $6
            FOR UPDATE
        )
        UPDATE invoices AS i SET buyer_company_id = $3, updated_at = $4 FROM oldest
        WHERE i.company_id = $1 AND i.invoice_mng_num = oldest.invoice_mng_num
        RETURNING i.invoice_mng_num
        """,
        seller,
        customer_id,
        buyer,
        now,
        SellerStatus.ISSUED,
        AT_ONCE,
    )
    for number in sorted(row["invoice_mng_num"] for row in rows):
        await act_for(connection, seller)
        delivery = await _delivery(connection, seller, number, Reach(customer_id, buyer, None), now)
        version = delivery.version.version
        files = await attachments.of_version(connection, seller, number, version)
        await act_for(connection, buyer)
        await into_inbox(connection, buyer, delivery)
        await hand_over_files(connection, seller, buyer, number, version, files, now)
    await act_for(connection, seller)
    if len(rows) == AT_ONCE:
        rest: Payload = {"company_id": seller, "customer_id": str(customer_id), "buyer_company_id": buyer}
        await enqueue(connection, [Job(HAND_OVER, rest)])


async def _delivery(
    connection: Connection, seller: int, number: int, reach: Reach, now: datetime
) -> Delivery:
    invoice = await issuing.one(connection, seller, number)
    issuer = await company(connection, seller)
    if invoice is None or issuer is None or invoice.send_date is None:
        raise LookupError(f"invoice {number} was never issued")
    fixed = await documents.version(connection, seller, number, invoice.version)
    pdf = await documents.pdf(connection, seller, number, invoice.version)
    if fixed is None or pdf is None:
        raise LookupError(f"invoice {number} has no printed version {invoice.version}")
    found, day = extract_of(invoice), invoice.send_date
    return Delivery(issuer, reach, fixed, found, pdf, day, now, invoice.reissued)
