"""Take an issued invoice back because the buyer sends it back: 22 → 19."""

from datetime import datetime

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import store
from seikyu.issuing.model import SellerStatus
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def take_back(
    connection: Connection,
    seller: int,
    author: Author,
    invoice_mng_num: int,
    version: int,
    reason: str,
    now: datetime,
) -> None:
    """Mark the seller's invoice as sent back; raise Refusal when it is no longer issued as this version."""
    if not await store.mark_sent_back(connection, seller, invoice_mng_num, version, reason, now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(
        "invoice.sent_back",
        "invoice",
        str(invoice_mng_num),
        SellerStatus.ISSUED,
        SellerStatus.SENT_BACK,
        version,
        reason,
    )
    await record(connection, seller, author, now, [event])
