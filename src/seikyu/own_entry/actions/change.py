"""Change an own invoice before anybody approved it: a new version, the earlier ones stay (電子帳簿保存法)."""

import hashlib

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices.store import Version, add_versions
from seikyu.kit.clock import Clock
from seikyu.own_entry import store
from seikyu.own_entry.model import OwnInvoice, is_changeable
from seikyu.own_entry.papers import fix_papers
from seikyu.receiving.actions.open import find
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def find_changeable(connection: Connection, owner: int, invoice_mng_num: int) -> ReceivedInvoice:
    """An own invoice that can be changed; raise Refusal when there is none, or it is fixed by now."""
    invoice = await find(connection, owner, invoice_mng_num)
    if not is_changeable(invoice):
        raise Refusal(codes.OWN_FIXED, status=409)
    return invoice


async def change(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int, seen: int, changed: OwnInvoice
) -> None:
    """Store it as the version after the one that was seen; raise Refusal when somebody was faster."""
    owner, now = actor.company.company_id, clock()
    await find_changeable(connection, owner, invoice_mng_num)
    if not await store.change(connection, owner, invoice_mng_num, seen, changed, now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    digest = hashlib.sha256(changed.content).digest()
    await add_versions(connection, owner, [Version(invoice_mng_num, seen + 1, changed.content, digest)], now)
    await fix_papers(connection, owner, invoice_mng_num, seen + 1, changed.send_date)
    event = Event("invoice.changed", "received_invoice", str(invoice_mng_num), version=seen + 1)
    await record(connection, owner, actor.author, now, [event])
