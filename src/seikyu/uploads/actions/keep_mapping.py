"""Change or forget a mapping that a company keeps; uploads that were checked by it keep it as it was."""

from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.uploads import store
from seikyu.uploads.model import SavedMapping
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def change(connection: Connection, actor: Actor, clock: Clock, changed: SavedMapping) -> None:
    """Give it this name and these targets; raise UniqueViolationError where another has the name."""
    owner, now = actor.company.company_id, clock()
    await store.change_mapping(connection, owner, changed)
    event = Event("upload.mapping_kept", "upload", str(changed.mapping_id), comment=changed.name)
    await record(connection, owner, actor.author, now, [event])


async def forget(connection: Connection, actor: Actor, clock: Clock, mapping_id: UUID) -> None:
    """Propose it no more."""
    owner, now = actor.company.company_id, clock()
    if not await store.delete_mapping(connection, owner, mapping_id):
        raise Refusal(codes.MAPPING_UNKNOWN, status=404)
    event = Event("upload.mapping_deleted", "upload", str(mapping_id))
    await record(connection, owner, actor.author, now, [event])
