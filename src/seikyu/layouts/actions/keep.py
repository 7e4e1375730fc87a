"""Make a layout, or change one: either way a new version that nothing changes any more."""

from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.layouts import queries, store
from seikyu.layouts.model import Draft
from seikyu.layouts.rules import faults_of
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

TAKEN = Fault("code", codes.LAYOUT_CODE_TAKEN)


async def create(connection: Connection, actor: Actor, clock: Clock, draft: Draft) -> UUID:
    """A new layout in its first version."""
    _check(actor, draft)
    owner, now = actor.company.company_id, clock()
    layout_id = new_id(now)
    await store.lock(connection, owner)
    if not await store.add(connection, owner, layout_id, draft.code, draft.name, now):
        raise Rejected([TAKEN])
    await store.add_version(connection, owner, layout_id, 1, draft.layout, actor.name, now)
    event = Event("layout.made", "layout", str(layout_id), version=1, comment=draft.code)
    await record(connection, owner, actor.author, now, [event])
    return layout_id


async def change(
    connection: Connection, actor: Actor, clock: Clock, layout_id: UUID, seen: int, draft: Draft
) -> None:
    """The next version of a layout, made from the version `seen`."""
    _check(actor, draft)
    owner, now = actor.company.company_id, clock()
    await store.lock(connection, owner)
    if await queries.one(connection, owner, layout_id) is None:
        raise Refusal(codes.LAYOUT_MISSING, status=404)
    if await store.code_is_taken(connection, owner, draft.code, layout_id):
        raise Rejected([TAKEN])
    if not await store.move_on(connection, owner, layout_id, seen, draft.code, draft.name, now):
        raise Refusal(codes.LAYOUT_CHANGED, status=409)
    version = seen + 1
    await store.add_version(connection, owner, layout_id, version, draft.layout, actor.name, now)
    event = Event("layout.changed", "layout", str(layout_id), version=version, comment=draft.code)
    await record(connection, owner, actor.author, now, [event])


def _check(actor: Actor, draft: Draft) -> None:
    administrators_only(actor)
    if faults := [*faults_of(draft.layout)]:
        raise Rejected(faults)
