"""The CSV of payment notices: a row for each line; a notice is known by its number."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from seikyu.kit import csv_text
from seikyu.kit.csv_text import Undecodable
from seikyu.notices.wire import HEAD_FIELDS, HOLDS_TAX, LINE, NOTICES, SECTIONS, TAX_CLASSES
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Field
from seikyu.wire.kinds import Day
from seikyu.wire.values import Node, Value

MOST_ROWS = 100_000
HEADS: dict[str, Field] = {one.label: one for one in (*HEAD_FIELDS, *LINE.fields)}
"""Every column by its heading; wire names are taken as headings too."""
NAMES = {one.name: one for one in HEADS.values()}
OF_LINE = frozenset(one.name for one in LINE.fields)
NEEDED = ("notice_no", "pay_date", "item_name", "amount")
WORDS: dict[str, dict[str, str]] = {
    name: {word: code for code, word in choices.items()}
    for name, choices in (("line_sec", SECTIONS), ("tax_class", TAX_CLASSES), ("tax_included", HOLDS_TAX))
}
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
NUMBERS = frozenset({"amount", "pay_amount", "answer_days"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong at a row, from 1 with the heading, and a column, 0 where it is about no single one."""

    row: int
    column: int
    head: str
    fault: Fault


@dataclass(slots=True)
class Group:
    """The rows of one notice, as a tree of the API's, and where each value stands."""

    notice_no: str
    tree: Node
    rows: list[int]
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its notices in the order in which they begin; or why it cannot be read."""

    columns: dict[str, tuple[int, str]]
    groups: Sequence[Group]
    troubles: Sequence[Trouble] = ()

    def place(self, group: Group, fault: Fault) -> Trouble:
        """Where a fault of a notice stands in the file."""
        path = fault.path.removeprefix(NOTICES).partition("].")[2]
        line, _, name = path.rpartition(".")
        row = group.rows[0]
        if line.startswith("lines["):
            row = group.rows[int(line[6:-1])]
        column, head = self.columns.get(name or path, (0, ""))
        return Trouble(row, column, head, fault)


def read_sheet(content: bytes) -> Sheet:
    """Read a file; nothing of it is taken where its heading or its encoding makes no sense."""
    try:
        text, _ = csv_text.decode(content)
    except Undecodable as error:
        return _unreadable(error.line, codes.NOTICE_FILE_UNREADABLE, line=error.line)
    rows: list[list[str]] = []
    try:
        for row in csv_text.read(text):
            rows.append(row)
            if len(rows) > MOST_ROWS + 1:
                return _unreadable(len(rows), codes.NOTICE_FILE_TOO_LONG, limit=f"{MOST_ROWS:,}")
    except csv.Error:
        return _unreadable(len(rows) + 1, codes.NOTICE_FILE_UNREADABLE, line=len(rows) + 1)
    if len(rows) < 2:  # noqa: PLR2004 -- a heading and one line
        return _unreadable(1, codes.NOTICE_FILE_EMPTY)
    columns, troubles = _columns([head.replace("\0", "").strip() for head in rows[0]])
    if troubles:
        return Sheet(columns, (), troubles)
    return Sheet(columns, _grouped(columns, rows))


def _columns(heads: Sequence[str]) -> tuple[dict[str, tuple[int, str]], list[Trouble]]:
    found: dict[str, tuple[int, str]] = {}
    troubles: list[Trouble] = []
    for place, head in enumerate(heads, start=1):
        column = HEADS.get(head) or NAMES.get(head)
        if column is None or column.name in found:
            if head or column is not None:
                fault = Fault("", codes.NOTICE_COLUMN_UNKNOWN, {"head": head})
                troubles.append(Trouble(1, place, head, fault))
            continue
        found[column.name] = (place, head)
    for name in NEEDED:
        if name not in found:
            label = NAMES[name].label
            troubles.append(Trouble(1, 0, label, Fault("", codes.NOTICE_COLUMN_MISSING, {"head": label})))
    return found, troubles


def _grouped(columns: dict[str, tuple[int, str]], rows: Sequence[list[str]]) -> list[Group]:
    groups: dict[str, Group] = {}
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        values = {
            name: _value(name, row[place - 1]) for name, (place, _) in columns.items() if place <= len(row)
        }
        notice_no = str(values.get("notice_no") or "").strip()
        # A row without a number is a notice of its own, which will be told so.
        group = groups.get(notice_no or f"\0{number}")
        head = {name: value for name, value in values.items() if name not in OF_LINE}
        if group is None:
            group = groups[notice_no or f"\0{number}"] = Group(notice_no, {**head, "lines": []}, [])
            if not notice_no:
                place, label = columns["notice_no"]
                group.troubles.append(
                    Trouble(number, place, label, Fault("notice_no", codes.REQUIRED, {"label": label}))
                )
        else:
            group.troubles += _contradictions(columns, group, head, number)
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            group.troubles.append(Trouble(number, width + 1, "", Fault("", codes.NOTICE_ROW_TOO_LONG)))
        lines = group.tree["lines"]
        if isinstance(lines, list):
            lines.append({name: value for name, value in values.items() if name in OF_LINE})
        group.rows.append(number)
    return list(groups.values())


def _contradictions(
    columns: dict[str, tuple[int, str]], group: Group, head: Node, number: int
) -> list[Trouble]:
    found = []
    for name, value in head.items():
        first = group.tree.get(name)
        if value in {None, "", first}:
            continue
        if first in {None, ""}:
            group.tree[name] = value
            continue
        place, label = columns[name]
        fault = Fault(name, codes.NOTICE_HEAD_CONTRADICTS, {"label": label, "row": group.rows[0]})
        found.append(Trouble(number, place, label, fault))
    return found


def _value(name: str, cell: str) -> Value:
    value = cell.replace("\0", "").strip()
    if name in WORDS:
        return WORDS[name].get(value, value)
    if name in NUMBERS:
        return value.replace(",", "").removeprefix("¥")
    if isinstance(NAMES[name].kind, Day) and (written := _DAY.fullmatch(value)):
        year, month, day = written.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return value


def _unreadable(row: int, code: codes.Code, **values: object) -> Sheet:
    return Sheet({}, (), [Trouble(row, 0, "", Fault("", code, values))])
