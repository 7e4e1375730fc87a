"""Make an own invoice void, with a reason: it leaves the inbox and stays readable for ever."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.own_entry import store
from seikyu.own_entry.actions.change import find_changeable
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def void(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int, seen: int, reason: str
) -> None:
    """Make it void; raise Refusal when it is no longer what was seen, or fixed."""
    owner, now = actor.company.company_id, clock()
    invoice = await find_changeable(connection, owner, invoice_mng_num)
    if not await store.void(connection, owner, invoice_mng_num, seen, reason, now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    number = str(invoice_mng_num)
    event = Event("invoice.voided", "received_invoice", number, invoice.status, None, seen, reason)
    await record(connection, owner, actor.author, now, [event])
