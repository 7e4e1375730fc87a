"""Check a file of own entries, every cell of it; register it whole or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from seikyu.accounts import queries as people
from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.yen import Rounding
from seikyu.own_entry import uploads
from seikyu.own_entry.actions.enter import Settled, enter, settle
from seikyu.own_entry.model import Entry, print_job
from seikyu.own_entry.superset import OWN_TARGETS, mapping_of
from seikyu.own_entry.uploads import MOST_INVOICES, Finding, OwnUpload, State
from seikyu.own_entry.wire import read_entry
from seikyu.storage import objects
from seikyu.uploads.blocks import numbered
from seikyu.uploads.cells import Cell, Found, Placed, shown_row
from seikyu.uploads.checking import found_at
from seikyu.uploads.grouping import groups
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.model import actor_of
from seikyu.uploads.reading import read_table
from seikyu.uploads.tree import place
from seikyu.wire import codes
from seikyu.wire.faults import Fault


@dataclass(frozen=True, slots=True)
class Contents:
    """A file as it was read: its heads, what they mean, and the invoices of its rows."""

    header: Sequence[str]
    mapping: Mapping
    placed: Sequence[Placed]
    entries: Sequence[Entry]


async def check_file(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Check the file that waits for it; one that waits for nothing is left alone."""
    contents = await _contents(pool, owner, upload_id)
    async with transaction(pool, owner) as connection:
        if (work := await _work(connection, owner, upload_id, State.CHECKING)) is None:
            return
        upload, actor = work
        settled = await settle(connection, actor, clock, contents.entries)
        await _keep(connection, owner, upload, contents, settled, clock)


async def register_file(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Register all of it in one transaction; what has become wrong since it was checked is told instead."""
    contents = await _contents(pool, owner, upload_id)
    async with transaction(pool, owner) as connection:
        if (work := await _work(connection, owner, upload_id, State.REGISTERING)) is None:
            return
        upload, actor = work
        settled = await settle(connection, actor, clock, contents.entries)
        if settled.faults:
            await _keep(connection, owner, upload, contents, settled, clock)
            return
        invoices = [settled.invoices[one.index] for one in contents.entries]
        numbers = await enter(connection, actor, clock, invoices)
        await enqueue(connection, [print_job(owner, number, 1) for number in numbers])
        now = clock()
        await uploads.move(connection, owner, upload_id, State.REGISTERING, State.DONE, now)
        event = Event("upload.done", "upload", str(upload_id), comment=upload.file_name)
        await record(connection, owner, actor.author, now, [event])


async def fail_file(pool: Pool, clock: Clock, owner: int, upload_id: UUID) -> None:
    """Say of a file that cannot be worked on that it is to be uploaded again."""
    async with transaction(pool, owner) as connection:
        for state in (State.CHECKING, State.REGISTERING):
            await uploads.move(connection, owner, upload_id, state, State.FAILED, clock())


async def _work(
    connection: Connection, owner: int, upload_id: UUID, state: State
) -> tuple[OwnUpload, Actor] | None:
    upload = await uploads.one(connection, owner, upload_id, lock=True)
    if upload is None or upload.state is not state:
        return None
    user = await people.user(connection, upload.user_id)
    if user is None:
        raise LookupError(f"upload {upload_id} has lost its user")
    return upload, actor_of(user, upload_id)


async def _contents(pool: Pool, owner: int, upload_id: UUID) -> Contents:
    """The file as it was read: before anything is locked, for it may lie elsewhere."""
    async with transaction(pool, owner) as connection:
        upload = await uploads.one(connection, owner, upload_id)
        stored = None if upload is None else await objects.get(connection, owner, upload.sha256)
    if upload is None:
        raise LookupError(f"there is no upload {upload_id}")
    return await asyncio.to_thread(_read, upload.file_name, await objects.content(pool, stored))


def _read(name: str, content: bytes) -> Contents:
    table = read_table(name, content)
    mapping = mapping_of(table.header)
    placed = [
        place(group, mapping, lambda _: Rounding.DOWN, OWN_TARGETS)
        for group in groups(numbered(table.blocks), mapping)
    ]
    entries = [read_entry(one.tree, index) for index, one in enumerate(placed)]
    return Contents(table.header, mapping, placed, entries)


async def _keep(
    connection: Connection,
    owner: int,
    upload: OwnUpload,
    contents: Contents,
    settled: Settled,
    clock: Clock,
) -> None:
    found = [one for placed in contents.placed for one in placed.found]
    for fault in settled.faults:
        found += found_at(contents.placed[fault.index or 0], contents.mapping, [fault])
    doubts = [(i, Fault("inv_no", codes.OWN_TWICE, {"row": n})) for i, n in _twice(contents, settled)]
    doubts += [(i, Fault("inv_no", codes.OWN_ALIKE, {"number": n})) for i, n in settled.alike.items()]
    for index, fault in doubts:
        row = contents.placed[index].group.rows[0][0]
        found.append(Found(Cell(row, contents.mapping.column_of.get("inv_no")), fault, is_error=False))
    if len(contents.entries) > MOST_INVOICES:
        found = [Found(Cell(0, None), Fault("", codes.OWN_TOO_MANY, {"limit": f"{MOST_INVOICES:,}"}))]
    ordered = sorted(found, key=lambda one: (one.cell.row, one.cell.column or 0))
    amount = sum(one.extract.inv_show_amount for one in settled.invoices.values())
    findings = [_finding(one, contents.header) for one in ordered]
    count = len(contents.entries)
    await uploads.keep_findings(connection, owner, upload.upload_id, findings, count, amount, clock())


def _twice(contents: Contents, settled: Settled) -> list[tuple[int, int]]:
    """Entries that stand in the file before, each with the row of the first."""
    seen: dict[object, int] = {}
    found = []
    for index, one in settled.invoices.items():
        key = (one.payee_id, one.extract.inv_no, one.extract.inv_show_amount)
        first = seen.setdefault(key, index)
        if one.extract.inv_no is not None and first != index:
            found.append((index, shown_row(contents.placed[first].group.rows[0][0])))
    return found


def _finding(one: Found, header: Sequence[str]) -> Finding:
    column = "" if one.cell.column is None else header[one.cell.column]
    fault = one.fault
    return Finding(
        shown_row(one.cell.row), column, fault.detail("ja"), fault.detail("en"), warning=not one.is_error
    )
