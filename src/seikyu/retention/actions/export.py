"""Take everything along: asked for by an administrator, made by a worker, fetched within a week."""

import hashlib
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

from seikyu.accounts import queries as accounts
from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.retention import queries
from seikyu.retention.actions.remove import forget_contents
from seikyu.retention.exporting import keeping
from seikyu.retention.exporting.archive import Archive
from seikyu.retention.exporting.contents import write_everything
from seikyu.retention.model import Export, ExportState
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

EXPORT = "retention.export"


async def ask_for_export(connection: Connection, actor: Actor, clock: Clock) -> UUID:
    """Have everything written; refuse (409) while another export is being made."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if any(one.state is ExportState.WAITING for one in await queries.exports(connection, owner)):
        raise Refusal(codes.WHOLE_EXPORT_UNDER_WAY, status=409)
    export_id = new_id(now)
    await keeping.ask(connection, owner, export_id, actor.name, now)
    await record(
        connection,
        owner,
        actor.author,
        now,
        [Event("company.export_asked", "company", str(owner), comment=str(export_id))],
    )
    payload: Payload = {"company_id": owner, "export_id": str(export_id)}
    await enqueue(connection, [Job(EXPORT, payload)])
    return export_id


async def make_export(pool: Pool, clock: Clock, owner: int, export_id: UUID) -> None:
    """Write everything into pieces; begun again after a crash, it begins at the beginning."""
    turn = uuid4()
    async with transaction(pool, owner) as connection:
        wanted = await keeping.begin(connection, owner, export_id, turn)
        company = await accounts.company(connection, owner)
    if not wanted or company is None:
        return
    pieces, digest = keeping.Pieces(pool, clock, owner, export_id, turn), hashlib.sha256()

    async def write(data: bytes) -> None:
        digest.update(data)
        await pieces.write(data)

    files = await write_everything(pool, company, clock(), Archive(write, clock()))
    await pieces.close()
    async with transaction(pool, owner) as connection:
        await keeping.conclude(connection, owner, export_id, turn, files, digest.digest(), clock())
    await forget_contents(pool, owner)


async def fetch_export(
    pool: Pool, actor: Actor, clock: Clock, export_id: UUID
) -> tuple[Export, AsyncIterator[bytes]]:
    """The file, piece by piece; 404 when there is none that can be fetched."""
    administrators_only(actor)
    owner = actor.company.company_id
    async with transaction(pool, owner) as connection:
        found = await queries.export(connection, owner, export_id)
        if found is None or found.state is not ExportState.DONE or found.turn is None:
            raise Refusal(codes.WHOLE_EXPORT_UNKNOWN, status=404)
        digests = await queries.parts(connection, owner, export_id, found.turn)
        event = Event("company.export_fetched", "company", str(owner), comment=str(export_id))
        await record(connection, owner, actor.author, clock(), [event])

    async def pieces() -> AsyncIterator[bytes]:
        for digest in digests:
            async with transaction(pool, owner) as connection:
                stored = await objects.get(connection, owner, digest)
            yield await objects.content(pool, stored)

    return found, pieces()
