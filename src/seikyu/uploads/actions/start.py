"""Have what is good of an upload registered in the background, stop that, or take it up again."""

from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.uploads import queries, store
from seikyu.uploads.model import State, Upload, register_job
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def start(
    connection: Connection, actor: Actor, clock: Clock, upload_id: UUID, *, confirmed: bool
) -> None:
    """Begin registering; a file that was registered before only when that is confirmed."""
    owner = actor.company.company_id
    upload = await _locked(connection, owner, upload_id)
    if upload.state is not State.CHECKED or not upload.good:
        raise Refusal(codes.UPLOAD_MOVED, status=409)
    if not confirmed and await queries.registered_before(connection, owner, upload):
        raise Refusal(codes.UPLOADED_BEFORE, status=409)
    await _move(connection, actor, clock, upload, State.REGISTERING, "upload.registering")
    await enqueue(connection, [register_job(owner, upload_id)])


async def cancel(connection: Connection, actor: Actor, clock: Clock, upload_id: UUID) -> None:
    """Register no more of it; what is registered stays."""
    upload = await _locked(connection, actor.company.company_id, upload_id)
    if upload.state in {State.DONE, State.CANCELLED}:
        raise Refusal(codes.UPLOAD_MOVED, status=409)
    await _move(connection, actor, clock, upload, State.CANCELLED, "upload.cancelled")


async def take_up(connection: Connection, actor: Actor, clock: Clock, upload_id: UUID) -> None:
    """Go on with what was cancelled or failed while it was being registered, where that stopped."""
    owner = actor.company.company_id
    upload = await _locked(connection, owner, upload_id)
    if upload.state not in {State.CANCELLED, State.FAILED} or not upload.has_begun:
        raise Refusal(codes.UPLOAD_MOVED, status=409)
    await _move(connection, actor, clock, upload, State.REGISTERING, "upload.taken_up")
    await enqueue(connection, [register_job(owner, upload_id)])


async def _locked(connection: Connection, owner: int, upload_id: UUID) -> Upload:
    upload = await queries.upload(connection, owner, upload_id, lock=True)
    if upload is None:
        raise Refusal(codes.UPLOAD_UNKNOWN, status=404)
    return upload


async def _move(
    connection: Connection, actor: Actor, clock: Clock, upload: Upload, new: State, action: str
) -> None:
    owner, now = actor.company.company_id, clock()
    await store.move(connection, owner, upload.upload_id, [upload.state], new, now)
    event = Event(action, "upload", str(upload.upload_id), comment=upload.file_name)
    await record(connection, owner, actor.author, now, [event])
