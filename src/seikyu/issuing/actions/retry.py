"""Try again to issue an invoice whose issuing failed: 29 → 21."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import queries, store
from seikyu.issuing.model import SellerStatus, issue_job
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def retry(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """Queue the invoice once more; raise Refusal when it is not there or not in error."""
    owner, now = actor.company.company_id, clock()
    invoice = await queries.one(connection, owner, invoice_mng_num)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if not await store.queue_again(connection, owner, invoice_mng_num, now):
        raise Refusal(codes.NOT_IN_ERROR, status=409)
    event = Event(
        "invoice.retried",
        "invoice",
        str(invoice_mng_num),
        SellerStatus.ISSUE_ERROR,
        SellerStatus.QUEUED,
        invoice.version,
    )
    await record(connection, owner, actor.author, now, [event])
    await enqueue(connection, [issue_job(owner, invoice_mng_num, invoice.version)])
