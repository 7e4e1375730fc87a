"""Register an upload chunk by chunk: each is one transaction that also says how far it came.

A worker that is killed loses the chunk it had in hand and nothing else; whoever takes the job up goes on from
there. The upload is locked meanwhile, so two workers take turns and never register a chunk twice.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from seikyu.accounts import queries as people
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.issuing.actions.register import register as register_invoices
from seikyu.kit.clock import Clock
from seikyu.uploads import queries, store
from seikyu.uploads.actions.rounding import rounding_of
from seikyu.uploads.blocks import BLOCK, numbered
from seikyu.uploads.cells import Placed
from seikyu.uploads.checking import errors_of, found_at, read
from seikyu.uploads.grouping import Group, groups
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.model import CHUNK, Error, State, Upload, actor_of
from seikyu.uploads.tree import RoundingOf, place


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some invoices in the order of the file, and where the file goes on after them."""

    placed: Sequence[Placed]
    next_row: int
    next_position: int


async def register(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Do what is left of an upload; between two chunks somebody may cancel it."""
    while await _register_chunk(pool, clock, owner, upload_id):
        pass


async def fail(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Leave an upload that cannot be worked on to people, who may take it up again."""
    async with transaction(pool, owner) as connection:
        working = [state for state in State if state.is_working]
        await store.move(connection, owner, upload_id, working, State.FAILED, clock())


async def _register_chunk(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> bool:
    async with transaction(pool, owner) as connection:
        upload = await queries.upload(connection, owner, upload_id, lock=True)
        if upload is None or upload.state is not State.REGISTERING or upload.mapping is None:
            return False
        user = await people.user(connection, upload.user_id)
        if user is None:
            await store.move(connection, owner, upload_id, [State.REGISTERING], State.FAILED, clock())
            return False
        actor = actor_of(user, upload_id)
        chunk = await _chunk(connection, owner, upload, upload.mapping)
        positions = [placed.group.position for placed in chunk.placed]
        faulty = await queries.faulty_among(connection, owner, upload_id, positions)
        good = [placed for placed in chunk.placed if placed.group.position not in faulty]
        numbers, errors = {}, []
        if good:
            elements = read([placed.tree for placed in good], actor.company.options)
            done, faults = await register_invoices(connection, actor, clock, elements)
            for one in done:
                if one.invoice_mng_num is not None:
                    numbers[good[one.index].group.position] = one.invoice_mng_num
            for fault in faults:
                placed = good[fault.index or 0]
                errors += errors_of(placed.group.position, found_at(placed, upload.mapping, [fault]))
        await _keep(connection, owner, upload, good, numbers, errors)
        last = chunk.next_row >= upload.rows
        await store.go_on(
            connection,
            owner,
            upload_id,
            next_row=chunk.next_row,
            next_position=chunk.next_position,
            registered=len(numbers),
            faulty=len({error.position for error in errors}),
            errors=len(errors),
            state=State.DONE if last else State.REGISTERING,
            now=clock(),
        )
        if last:
            event = Event("upload.done", "upload", str(upload_id), comment=upload.file_name)
            await record(connection, owner, actor.author, clock(), [event])
        return not last


async def _keep(
    connection: Connection,
    owner: int,
    upload: Upload,
    good: Sequence[Placed],
    numbers: dict[int, int],
    errors: Sequence[Error],
) -> None:
    """Which invoices came of it, and what was still good when it was checked and no longer is."""
    await store.add_invoices(connection, owner, upload.upload_id, numbers)
    if not errors:
        return
    await store.add_errors(connection, owner, upload.upload_id, errors, upload.errors + upload.warnings)
    failed = {error.position for error in errors}
    rows = {
        row: placed.group.position
        for placed in good
        if placed.group.position in failed
        for row, _ in placed.group.rows
    }
    await store.add_faulty_rows(connection, owner, upload.upload_id, rows)


async def _chunk(connection: Connection, owner: int, upload: Upload, mapping: Mapping) -> Chunk:
    """The next invoices, so many that the last of them is known to end."""
    rounding = await rounding_of(connection, owner)
    blocks = 2 * CHUNK // BLOCK
    while True:
        first, packed = await queries.blocks_from(
            connection, owner, upload.upload_id, upload.next_row, blocks
        )
        is_end = first + blocks * BLOCK >= upload.rows
        chunk = await asyncio.to_thread(_placed, upload, mapping, rounding, first, packed, is_end=is_end)
        if chunk is not None:
            return chunk
        blocks *= 4


def _placed(
    upload: Upload,
    mapping: Mapping,
    rounding: RoundingOf,
    first: int,
    packed: Sequence[bytes],
    *,
    is_end: bool,
) -> Chunk | None:
    rows = (row for row in numbered(packed, first) if row[0] >= upload.next_row)
    found: list[Group] = list(islice(groups(rows, mapping, upload.next_position), CHUNK + 1))
    if len(found) > CHUNK:
        kept, beyond = found[:CHUNK], found[CHUNK].rows[0][0]
    elif is_end:
        kept, beyond = found, upload.rows
    elif len(found) > 1:
        # The last one may go on in the rows that were not looked at.
        kept, beyond = found[:-1], found[-1].rows[0][0]
    else:
        return None
    placed = [place(group, mapping, rounding) for group in kept]
    return Chunk(placed, beyond, upload.next_position + len(kept))
