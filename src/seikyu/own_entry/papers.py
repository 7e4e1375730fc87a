"""The files of an own invoice's version, and its printed form: the PDF that came, or our own."""

from datetime import date
from uuid import UUID

from seikyu.attachments import queries as attachments
from seikyu.attachments import store as attachments_store
from seikyu.attachments.model import of_received
from seikyu.db.pool import Connection
from seikyu.invoices.store import add_print
from seikyu.jobs.queue import enqueue
from seikyu.own_entry.model import print_job
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PDF = "application/pdf"


async def fix_papers(
    connection: Connection, owner: int, invoice_mng_num: int, version: int, send_date: date
) -> None:
    """Fix the files with a version; the first PDF among them is shown as it came, byte for byte."""
    held = await attachments.attached(connection, owner, of_received(invoice_mng_num))
    if held:
        await attachments_store.fix(connection, owner, invoice_mng_num, version, held)
    original = next((one for one in held if one.media_type == PDF), None)
    if original is None:
        await enqueue(connection, [print_job(owner, invoice_mng_num, version)])
    else:
        await add_print(connection, owner, invoice_mng_num, version, send_date, original.sha256)


def entry_id_of(given: str) -> UUID:
    """The id of a form in an address; 404 when it is none."""
    try:
        return UUID(given)
    except ValueError:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404) from None
