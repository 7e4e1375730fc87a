"""Take a report of the mail house: good rows once, the others told by their line."""

import hashlib
from collections.abc import Sequence

from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.posting import queries, store
from seikyu.posting.model import Reported, letter_name
from seikyu.posting.report import Problem, read_report
from seikyu.wire import codes


async def take_report(
    connection: Connection, owner: int, author: Author, clock: Clock, name: str, content: bytes
) -> tuple[int, Sequence[Problem]] | None:
    """How many letters moved on and what is wrong with other rows; None for a file taken before."""
    read, now = read_report(content), clock()
    known = await queries.letters_known(connection, owner, [(r.batch_no, r.sequence) for _, r in read.rows])
    unknown = [
        Problem(line, codes.REPORT_LETTER_UNKNOWN, letter_name(row.batch_no, row.sequence))
        for line, row in read.rows
        if (row.batch_no, row.sequence) not in known
    ]
    problems = sorted((*read.problems, *unknown), key=lambda problem: problem.line)
    digest = hashlib.sha256(content).digest()
    told = [(problem.line, problem.code.number, problem.value) for problem in problems]
    good = _furthest([row for _, row in read.rows if (row.batch_no, row.sequence) in known])
    if not await store.add_report(connection, owner, digest, name, len(good), told, now):
        return None
    moved = await store.take_reported(connection, owner, list(good.values()), now)
    events = [
        _event(good[batch_no, sequence], number, version) for batch_no, sequence, number, version in moved
    ]
    await record(connection, owner, author, now, events)
    return len(moved), problems


def _furthest(rows: Sequence[Reported]) -> dict[tuple[int, int], Reported]:
    """One row a letter: the one that says it has come furthest."""
    found: dict[tuple[int, int], Reported] = {}
    for row in rows:
        key = (row.batch_no, row.sequence)
        if key not in found or found[key].step < row.step:
            found[key] = row
    return found


def _event(row: Reported, number: int, version: int) -> Event:
    comment = f"{letter_name(row.batch_no, row.sequence)} {row.day:%Y/%m/%d} {row.note or ''}".strip()
    return Event(f"invoice.letter_{row.state}", "invoice", str(number), version=version, comment=comment)
