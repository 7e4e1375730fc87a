"""Take a layout out of use: its code becomes unknown, its customers fall back, what it printed stays."""

from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.layouts import store
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def delete(connection: Connection, actor: Actor, clock: Clock, layout_id: UUID) -> None:
    """Delete a layout."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if not await store.delete(connection, owner, layout_id, now):
        raise Refusal(codes.LAYOUT_MISSING, status=404)
    await record(connection, owner, actor.author, now, [Event("layout.deleted", "layout", str(layout_id))])
