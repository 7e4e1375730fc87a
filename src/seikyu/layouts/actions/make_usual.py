"""Choose the layout of all invoices that no other is wanted for."""

from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.layouts import queries, store
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def make_usual(connection: Connection, actor: Actor, clock: Clock, layout_id: UUID | None) -> None:
    """Make a layout the company's usual one; none stands for the ordinary one."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if layout_id is not None and await queries.one(connection, owner, layout_id) is None:
        raise Refusal(codes.LAYOUT_MISSING, status=404)
    await store.set_usual(connection, owner, layout_id, now)
    subject = "" if layout_id is None else str(layout_id)
    await record(connection, owner, actor.author, now, [Event("layout.made_usual", "layout", subject)])
