"""発行を取りやめる: call off the issue of an invoice that waits for its day, 21 → 19 (decision 0010)."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import afterwards, queries
from seikyu.issuing.model import SellerStatus, wait_until
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def call_off(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """Take the invoice back to be corrected; raise Refusal unless its day of issue is still to come.

    The job that would have issued it finds another status and does nothing.
    """
    owner, now = actor.company.company_id, clock()
    invoice = await queries.one(connection, owner, invoice_mng_num)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if invoice.status is not SellerStatus.QUEUED or wait_until(invoice.send_date, now) is None:
        raise Refusal(codes.NOT_HELD_BACK, status=409)
    version = invoice.version
    if not await afterwards.mark_called_off(connection, owner, invoice_mng_num, version, today(clock), now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(
        "invoice.called_off",
        "invoice",
        str(invoice_mng_num),
        SellerStatus.QUEUED,
        SellerStatus.SENT_BACK,
        version,
    )
    await record(connection, owner, actor.author, now, [event])
