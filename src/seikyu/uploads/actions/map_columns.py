"""Choose what the columns of an upload mean, keep that for later files, and have the upload checked."""

from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.uploads import queries, store
from seikyu.uploads.layout import signature
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.model import SavedMapping, check_job
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def map_columns(
    connection: Connection, actor: Actor, clock: Clock, upload_id: UUID, mapping: Mapping, name: str | None
) -> None:
    """Check the upload by this mapping; under a name it is proposed for the next file with the same heads."""
    owner, now = actor.company.company_id, clock()
    upload = await queries.upload(connection, owner, upload_id)
    if upload is None:
        raise Refusal(codes.UPLOAD_UNKNOWN, status=404)
    if not await store.map_columns(connection, owner, upload_id, mapping, name, now):
        raise Refusal(codes.UPLOAD_MOVED, status=409)
    if name is not None:
        saved = SavedMapping(new_id(now), name, signature(upload.header), upload.header, mapping, now)
        await store.keep_mapping(connection, owner, saved)
        event = Event("upload.mapping_kept", "upload", str(upload_id), comment=name)
        await record(connection, owner, actor.author, now, [event])
    await enqueue(connection, [check_job(owner, upload_id)])
