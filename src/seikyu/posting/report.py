"""Reading what the mail house reports: `batch_no,sequence,status,date,note`, a row an envelope."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.kit import csv_text
from seikyu.posting.model import REPORTED, Reported
from seikyu.wire import codes
from seikyu.wire.codes import Code

COLUMNS = ("batch_no", "sequence", "status", "date")
"""Those that must be there, in any order; `note` may be."""
LONGEST_NOTE = 200
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of the file, counted from 1."""

    line: int
    code: Code
    value: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """The rows that can be taken, each with its line, and what is wrong with the others."""

    rows: Sequence[tuple[int, Reported]]
    problems: Sequence[Problem]


def read_report(content: bytes) -> Read:
    """All that can be read; a file that is no CSV is one problem."""
    try:
        text, _ = csv_text.decode(content)
        lines = list(_numbered(text))
    except csv_text.Undecodable as error:
        return Read((), (Problem(error.line, codes.REPORT_UNREADABLE),))
    except csv.Error:
        return Read((), (Problem(1, codes.REPORT_UNREADABLE),))
    if not lines:
        return Read((), (Problem(1, codes.REPORT_UNREADABLE),))
    head = [name.strip() for name in lines[0][1]]
    if missing := [name for name in COLUMNS if name not in head]:
        return Read((), (Problem(lines[0][0], codes.REPORT_COLUMN_MISSING, ", ".join(missing)),))
    rows: list[tuple[int, Reported]] = []
    problems: list[Problem] = []
    for number, values in lines[1 : MOST_ROWS + 1]:
        found = _row(number, dict(zip(head, (value.strip() for value in values), strict=False)))
        if isinstance(found, Problem):
            problems.append(found)
        else:
            rows.append((number, found))
    return Read(tuple(rows), tuple(problems))


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on."""
    reader, line = csv.reader(text.splitlines(keepends=True), strict=True), 1
    for values in reader:
        if any(value.strip() for value in values):
            yield line, values
        line = reader.line_num + 1


def _row(line: int, given: dict[str, str]) -> Reported | Problem:
    batch, sequence = given.get("batch_no", "").removeprefix("PB"), given.get("sequence", "")
    if not (_is_number(batch) and _is_number(sequence)):
        return Problem(line, codes.REPORT_LETTER_UNKNOWN, f"{given.get('batch_no', '')} {sequence}".strip())
    state = next((one for one in REPORTED if one.value == given.get("status")), None)
    if state is None:
        return Problem(line, codes.REPORT_STATUS_UNKNOWN, given.get("status", ""))
    try:
        day = date.fromisoformat(given.get("date", "").replace("/", "-"))
    except ValueError:
        return Problem(line, codes.REPORT_DATE_INVALID, given.get("date", ""))
    note = given.get("note", "").replace("\0", "")[:LONGEST_NOTE] or None
    return Reported(int(batch), int(sequence), state, day, note)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10  # noqa: PLR2004 -- what an integer column holds
