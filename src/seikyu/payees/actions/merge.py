"""Merge two payees that are one: links and invoices become those of the kept one, the other is deleted."""

from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.masters import queries as masters
from seikyu.masters import store as masters_store
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Master
from seikyu.payees import store
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import payee_of
from seikyu.payees.papers import MoveInvoices
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def merge(
    connection: Connection, actor: Actor, now: datetime, kept_id: UUID, other_id: UUID, move: MoveInvoices
) -> int:
    """Merge and return how many invoices moved; the kept payee stays as it is.

    Raise Refusal when one of the two is not there (any more). The links are held before the invoices, as on
    delivery, so that the two never wait for each other.
    """
    owner = actor.company.company_id
    await masters.lock(connection, owner, PAYEES)
    kept = await masters.one(connection, owner, PAYEES, kept_id)
    other = await masters.one(connection, owner, PAYEES, other_id)
    if kept is None or other is None:
        raise Refusal(codes.MASTER_MISSING, status=404, label=PAYEES.label)
    if kept_id == other_id:
        raise Refusal(codes.MERGED_WITH_ITSELF, status=409)
    await store.move_links(connection, owner, other_id, kept_id, now)
    moved = await move(connection, owner, other_id, kept_id, now)
    gone = Decision(deleted={other_id: other})
    await masters_store.save(connection, owner, PAYEES, gone, now)
    events = [_event("merged", kept, other), _event("merged_away", other, kept)]
    await record(connection, owner, actor.author, now, events)
    return moved


def _event(action: str, master: Master, with_: Master) -> Event:
    partner = payee_of(with_)
    return Event(
        f"{PAYEES.name}.{action}",
        "master",
        f"{PAYEES.name}/{master.master_id}",
        comment=f"{partner.code} {partner.name}",
    )
