"""Work a file off: register its notices, a chunk a transaction, and write what became of each line."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor, Company, Via
from seikyu.accounts.queries import company
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit import csv_text
from seikyu.kit.clock import Clock
from seikyu.notices.actions.register import register
from seikyu.notices.files import queries, store
from seikyu.notices.files.layout import Group, Sheet, Trouble, read_sheet
from seikyu.notices.files.model import FileState, NoticeFile
from seikyu.notices.rules import Kept
from seikyu.notices.wire import NoticeRead, read_notice
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Fault

CHUNK = 500
"""Notices that are registered in one transaction."""
HEADS = ("行", "列", "項目", "支払通知番号", "結果", "支払通知書管理番号", "コード", "内容")
MARK = b"\xef\xbb\xbf"


async def take_in(pool: Pool, clock: Clock, owner: int, file_id: UUID) -> None:
    """Register what is good of a file and tell of the rest; goes on where an earlier try came to."""
    async with transaction(pool, owner) as connection:
        found = await queries.file(connection, owner, file_id)
        if found is None or found.state is not FileState.RECEIVED:
            return
        stored = await objects.get(connection, owner, found.sha256)
        member = await company(connection, owner)
    if stored is None or member is None:
        raise LookupError(f"the content of file {file_id} is gone")
    content = await objects.content(pool, stored)
    work = _Work(pool, clock, member, found, await asyncio.to_thread(read_sheet, content))
    while await work.chunk():
        pass
    await work.finish()


async def fail(pool: Pool, clock: Clock, owner: int, file_id: UUID) -> None:
    """Say that a file could not be worked off to its end; what was registered of it stays and is told."""
    now = clock()
    async with transaction(pool, owner) as connection:
        told = await queries.result_lines(connection, owner, file_id)
        lines = _lines([_trouble_row(Trouble(0, 0, "", Fault("", codes.INTERNAL_ERROR)), "")])
        await _finish(connection, owner, file_id, FileState.FAILED, [*told, lines], now)


@dataclass(frozen=True, slots=True)
class _Work:
    """A file under way."""

    pool: Pool
    clock: Clock
    company: Company
    file: NoticeFile
    sheet: Sheet

    async def chunk(self) -> bool:
        """Register some more; False when nothing is left."""
        owner, file_id = self.company.company_id, self.file.file_id
        async with transaction(self.pool, owner) as connection:
            found = await queries.file(connection, owner, file_id, to_change=True)
            if found is None or found.state is not FileState.RECEIVED:
                return False
            groups = self.sheet.groups[found.taken : found.taken + CHUNK]
            if not groups:
                return False
            result = await self._register(connection, found, groups)
            await store.keep_chunk(connection, owner, file_id, found.taken, result, self.clock())
            return True

    async def finish(self) -> None:
        """Write the result."""
        owner, file_id = self.company.company_id, self.file.file_id
        async with transaction(self.pool, owner) as connection:
            told = await queries.result_lines(connection, owner, file_id)
            wrong = _lines([_trouble_row(trouble, "") for trouble in self.sheet.troubles])
            await _finish(connection, owner, file_id, FileState.DONE, [wrong, *told], self.clock())

    async def _register(
        self, connection: Connection, found: NoticeFile, groups: Sequence[Group]
    ) -> tuple[int, int, bytes]:
        """How many notices were good and bad, and the lines that tell."""
        reads = [read_notice(found.taken + place, group.tree) for place, group in enumerate(groups)]
        sound = [read for read, group in zip(reads, groups, strict=True) if not group.troubles]
        # Named as whoever sent it: there is no person at a file server.
        actor = Actor(self.company, None, found.sender, Via.SYSTEM, request_id=f"file-{found.file_id}")
        decision = await register(connection, actor, self.clock, sound)
        kept = {one.index: one for one in (*decision.new, *decision.corrected)}
        faults: dict[int, list[Fault]] = {}
        for fault in decision.faults:
            faults.setdefault(-1 if fault.index is None else fault.index, []).append(fault)
        rows = []
        for read, group in zip(reads, groups, strict=True):
            rows += self._told(read, group, kept.get(read.index), faults.get(read.index, []))
        return len(kept), len(groups) - len(kept), _lines(rows)

    def _told(
        self, read: NoticeRead, group: Group, kept: Kept | None, faults: Sequence[Fault]
    ) -> list[list[str]]:
        if kept is not None:
            number = str(kept.version.payment_notice_num)
            return [[str(group.rows[0]), "", "", group.notice_no, "OK", number, "", ""]]
        found = faults or read.faults
        told_of = {trouble.fault.path for trouble in group.troubles}
        troubles = [
            *group.troubles,
            *(self.sheet.place(group, fault) for fault in found if fault.path not in told_of),
        ]
        return [_trouble_row(trouble, group.notice_no) for trouble in troubles]


async def _finish(
    connection: Connection,
    owner: int,
    file_id: UUID,
    state: FileState,
    parts: Sequence[bytes],
    now: datetime,
) -> None:
    content = MARK + _lines([list(HEADS)]) + b"".join(parts)
    digest = await objects.put(connection, owner, "text/csv", content, now)
    if await store.finish(connection, owner, file_id, state, (digest, len(content)), now):
        event = Event(f"notice_file.{state}", "notice_file", str(file_id))
        await record(connection, owner, SYSTEM, now, [event])


def _trouble_row(trouble: Trouble, notice_no: str) -> list[str]:
    return [
        str(trouble.row) if trouble.row else "",
        str(trouble.column) if trouble.column else "",
        trouble.head,
        notice_no,
        "NG",
        "",
        trouble.fault.code.number,
        trouble.fault.detail("ja"),
    ]


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows of a CSV without the mark that leads a file."""
    return csv_text.write([[csv_text.harmless(cell) for cell in row] for row in rows], "utf-8")[len(MARK) :]
