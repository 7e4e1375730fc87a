"""The files of a seller's invoice: those that went out, or will go out next."""

from uuid import UUID

from seikyu.approvals import queries as approvals
from seikyu.attachments import queries as attachments
from seikyu.attachments.model import Attachment, of_invoice
from seikyu.db.pool import Connection
from seikyu.issuing.model import FILES_OPEN, SellerInvoice, SellerStatus
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

OUT = frozenset({SellerStatus.ISSUED, SellerStatus.DELETED})


async def files_of(
    connection: Connection, owner: int, invoice: SellerInvoice, version: int | None = None
) -> list[Attachment]:
    """The files of a version; of the present one, while it is not out, those that lie ready."""
    number = invoice.invoice_mng_num
    if version in {None, invoice.version} and invoice.status not in OUT:
        return await attachments.attached(connection, owner, of_invoice(number))
    return await attachments.of_version(connection, owner, number, version or invoice.version)


async def are_open(
    connection: Connection, owner: int, invoice_mng_num: int, status: SellerStatus, version: int
) -> bool:
    """Whether the files of the present version can be changed: those that approvers saw go out as seen."""
    if status not in FILES_OPEN:
        return False
    if status is not SellerStatus.QUEUED:
        return True
    run = await approvals.newest_run(connection, owner, "invoice", invoice_mng_num)
    return run is None or run.version != version


async def file_of(
    connection: Connection, owner: int, invoice_mng_num: int, attachment_id: UUID
) -> Attachment:
    """One file that lies ready or went out with any version; raise Refusal when there is none such."""
    subject = of_invoice(invoice_mng_num)
    found = await attachments.of_subject(connection, owner, subject, attachment_id)
    found = found or await attachments.of_issued(connection, owner, invoice_mng_num, attachment_id)
    if found is None:
        raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
    return found
