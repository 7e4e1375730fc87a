"""The files that came with a received invoice."""

from uuid import UUID

from seikyu.attachments import queries as attachments
from seikyu.attachments.model import Attachment
from seikyu.db.pool import Connection
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def file_of(
    connection: Connection, owner: int, invoice_mng_num: int, attachment_id: UUID
) -> Attachment:
    """One file that came with any version; raise Refusal when there is none such."""
    found = await attachments.of_issued(connection, owner, invoice_mng_num, attachment_id)
    if found is None:
        raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
    return found
