"""Take a file: read it whole, keep it, and have it checked at once where its columns are known."""

import asyncio

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.kit.file_names import fit_name
from seikyu.kit.ids import new_id
from seikyu.storage import objects
from seikyu.uploads import queries, store
from seikyu.uploads.layout import is_standard, signature
from seikyu.uploads.mapping import STANDARD_MAPPING, Mapping
from seikyu.uploads.model import NewUpload, Upload, check_job
from seikyu.uploads.reading import read_table

MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NAME_LENGTH = 200


async def add(
    pool: Pool, actor: Actor, clock: Clock, name: str, content: bytes, encoding: Encoding | None
) -> Upload:
    """The upload of a file; raise Unreadable when there is no reading it."""
    table = await asyncio.to_thread(read_table, name, content, encoding)
    owner, now = actor.company.company_id, clock()
    upload_id = new_id(now)
    async with transaction(pool, owner) as connection:
        digest = await objects.put(connection, owner, MEDIA_TYPES[table.kind], content, now)
        new = NewUpload(
            upload_id,
            fit_name(name, NAME_LENGTH),
            table.kind,
            table.encoding,
            digest,
            table.header,
            table.rows,
        )
        await store.add(connection, actor, new, table.blocks, now)
        events = [Event("upload.added", "upload", str(upload_id), comment=new.file_name)]
        await record(connection, owner, actor.author, now, events)
        if (known := await _known(connection, owner, table.header)) is not None:
            await store.map_columns(connection, owner, upload_id, *known, now)
            await enqueue(connection, [check_job(owner, upload_id)])
        added = await queries.upload(connection, owner, upload_id)
    assert added is not None  # noqa: S101 -- stored a moment ago
    return added


async def _known(
    connection: Connection, owner: int, header: tuple[str, ...]
) -> tuple[Mapping, str | None] | None:
    """The mapping that the company keeps for such files, or the standard one for standard files."""
    saved = await queries.mapping_for(connection, owner, signature(header))
    if saved is not None and len(saved.mapping.columns) == len(header):
        return saved.mapping, saved.name
    return (STANDARD_MAPPING, None) if is_standard(header) else None
