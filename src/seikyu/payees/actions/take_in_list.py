"""Take in a file of the tax agency's public list of registered issuers (law 2.10)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from seikyu.db.pool import Connection
from seikyu.payees import store
from seikyu.payees.public_list import Line, line

CHUNK = 5000


class NotThePublicList(ValueError):  # noqa: N818 -- named for what the file is
    """A file with a row that is none of the list's."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"row {row}: {reason}")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many rows a file had, and the day it speaks of."""

    rows: int
    as_of: date


async def take_in_list(
    connection: Connection, rows: Iterable[Sequence[str]], digest: bytes, today: date, now: datetime
) -> TakenIn:
    """Store every row of the file; of a registration that is known the newer row stays.

    Raise NotThePublicList. All of a file or nothing; taking it in again changes nothing.
    """
    count, as_of = 0, date.min
    lines = _lines(rows)
    while chunk := list(islice(lines, CHUNK)):
        count += len(chunk)
        as_of = max(as_of, *(each.period.updated_on for each in chunk))
        newest: dict[tuple[str, date], Line] = {}
        for each in sorted(chunk, key=lambda each: each.period.updated_on):
            newest[each.period.number, each.period.registered_on] = each
        await store.keep_periods(connection, [each.period for each in newest.values() if not each.removed])
        await store.remove_periods(connection, [each.period for each in newest.values() if each.removed])
    taken = TakenIn(count, as_of if count else today)
    await store.note_list(connection, digest, taken.rows, taken.as_of, now)
    return taken


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        if not row:
            continue
        try:
            yield line(row)
        except ValueError as problem:
            raise NotThePublicList(number, str(problem)) from None
