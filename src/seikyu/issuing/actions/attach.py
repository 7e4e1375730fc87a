"""Change the files of an invoice, as long as its present version is neither issued nor in approval."""

from collections.abc import Sequence
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.attachments.actions import attach as attachments
from seikyu.attachments.model import Attachment, File, of_invoice
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import afterwards
from seikyu.issuing.files import are_open
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def attach_files(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int, files: Sequence[File]
) -> list[Attachment]:
    """Add files; raise Refusal when the invoice is not there or its files are fixed, Rejected when too many.

    The invoice is locked, so that a worker who issues it at the same moment takes all of them or none.
    """
    owner, now = actor.company.company_id, clock()
    version = await _lock(connection, owner, invoice_mng_num)
    added = await attachments.attach(connection, owner, of_invoice(invoice_mng_num), files, now)
    events = [
        Event("invoice.attached", "invoice", str(invoice_mng_num), version=version, comment=one.name)
        for one in added
    ]
    await record(connection, owner, actor.author, now, events)
    return added


async def take_off_file(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int, attachment_id: UUID
) -> None:
    """Take a file off; raise Refusal when there is none such or the files are fixed."""
    owner, now = actor.company.company_id, clock()
    version = await _lock(connection, owner, invoice_mng_num)
    gone = await attachments.take_off(connection, owner, of_invoice(invoice_mng_num), attachment_id, now)
    event = Event("invoice.detached", "invoice", str(invoice_mng_num), version=version, comment=gone.name)
    await record(connection, owner, actor.author, now, [event])


async def _lock(connection: Connection, owner: int, invoice_mng_num: int) -> int:
    held = await afterwards.lock(connection, owner, invoice_mng_num)
    if held is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if not await are_open(connection, owner, invoice_mng_num, held.status, held.version):
        raise Refusal(codes.ATTACHMENTS_FIXED, status=409)
    return held.version
