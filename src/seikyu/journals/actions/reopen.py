"""Reopen a confirmed slip, so that it can be changed."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.journals import queries, store
from seikyu.journals.queries import Exported
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.open import find
from seikyu.receiving.beside import touch
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def reopen(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    exported: Exported,
    invoice_mng_num: int,
    comment: str | None = None,
) -> None:
    """Make it a draft again; raise Refusal when it is not confirmed, or was exported to accounting."""
    owner, now = actor.company.company_id, clock()
    invoice = await find(connection, owner, invoice_mng_num)
    # Held first: an export that takes the slip along holds the invoice too.
    await touch(connection, owner, [(invoice_mng_num, invoice.version)], now)
    slip = (await queries.slips(connection, owner, [invoice_mng_num])).get(invoice_mng_num)
    if slip is None or slip.confirmed_at is None:
        raise Refusal(codes.SLIP_NOT_CONFIRMED, status=409)
    if invoice_mng_num in await exported(connection, owner, [invoice_mng_num]):
        raise Refusal(codes.SLIP_EXPORTED, status=409)
    if not await store.reopen(connection, owner, invoice_mng_num, slip.revision, now):
        raise Refusal(codes.SLIP_CHANGED, status=409)
    event = Event(
        "invoice.journal_reopened",
        "received_invoice",
        str(invoice_mng_num),
        version=slip.version,
        comment=comment,
    )
    await record(connection, owner, actor.author, now, [event])
