"""Fix the files of a version that is being issued, and hand them to the buyer."""

from collections.abc import Sequence
from datetime import datetime

from seikyu.attachments import queries, store
from seikyu.attachments.model import Attachment, of_invoice, of_received
from seikyu.db.pool import Connection, act_for
from seikyu.storage import objects


async def fix_files(
    connection: Connection, owner: int, invoice_mng_num: int, version: int
) -> list[Attachment]:
    """Note which files go out with this version of the seller's invoice, which the caller has locked."""
    held = await queries.attached(connection, owner, of_invoice(invoice_mng_num))
    if held:
        await store.fix(connection, owner, invoice_mng_num, version, held)
    return held


async def hand_over(
    connection: Connection,
    owner: int,
    buyer: int,
    invoice_mng_num: int,
    version: int,
    held: Sequence[Attachment],
    now: datetime,
) -> None:
    """Give the buyer copies of its own, in the transaction that delivers; acts for the buyer afterwards."""
    for one in held:
        await act_for(connection, owner)
        stored = await objects.get(connection, owner, one.sha256)
        if stored is None:
            raise LookupError(f"file {one.attachment_id} has no content")
        await act_for(connection, buyer)
        await objects.hand(connection, stored, buyer, now)
    await act_for(connection, buyer)
    if held:
        await store.add_rows(connection, buyer, of_received(invoice_mng_num), held)
        await store.fix(connection, buyer, invoice_mng_num, version, held)
