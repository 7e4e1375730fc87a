"""Take a file of own entries and have it checked; have a checked one registered."""

import asyncio
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.file_names import fit_name
from seikyu.kit.ids import new_id
from seikyu.own_entry import uploads
from seikyu.own_entry.superset import PAYEE, mapping_of
from seikyu.own_entry.uploads import State, check_job, register_job
from seikyu.storage import objects
from seikyu.uploads.actions.add import MEDIA_TYPES, NAME_LENGTH
from seikyu.uploads.reading import Unreadable, read_table
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal


async def take_file(pool: Pool, actor: Actor, clock: Clock, name: str, content: bytes) -> UUID:
    """Keep it and have it checked; raise Unreadable when there is no reading it."""
    table = await asyncio.to_thread(read_table, name, content)
    if PAYEE not in mapping_of(table.header).column_of:
        raise Unreadable(Fault("", codes.OWN_COLUMN_MISSING, {"head": "支払先コード"}))
    owner, now = actor.company.company_id, clock()
    upload_id, file_name = new_id(now), fit_name(name, NAME_LENGTH)
    async with transaction(pool, owner) as connection:
        digest = await objects.put(connection, owner, MEDIA_TYPES[table.kind], content, now)
        await uploads.add(connection, actor, upload_id, file_name, digest, table.header, table.rows, now)
        event = Event("upload.added", "upload", str(upload_id), comment=file_name)
        await record(connection, owner, actor.author, now, [event])
        await enqueue(connection, [check_job(owner, upload_id)])
    return upload_id


async def find_upload(
    connection: Connection, owner: int, upload_id: UUID, *, lock: bool = False
) -> uploads.OwnUpload:
    """A file of the company; raise Refusal when there is none."""
    found = await uploads.one(connection, owner, upload_id, lock=lock)
    if found is None:
        raise Refusal(codes.OWN_UPLOAD_UNKNOWN, status=404)
    return found


async def start(
    connection: Connection, actor: Actor, clock: Clock, upload_id: UUID, *, confirmed: bool
) -> None:
    """Have it registered; raise Refusal when it has errors, or doubts that nobody has confirmed."""
    owner, now = actor.company.company_id, clock()
    found = await find_upload(connection, owner, upload_id, lock=True)
    if found.errors or not found.invoices or (found.findings and not confirmed):
        raise Refusal(codes.OWN_UPLOAD_MOVED, status=409)
    if not await uploads.move(connection, owner, upload_id, State.CHECKED, State.REGISTERING, now):
        raise Refusal(codes.OWN_UPLOAD_MOVED, status=409)
    await enqueue(connection, [register_job(owner, upload_id)])
