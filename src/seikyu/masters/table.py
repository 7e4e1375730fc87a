"""Masters as a table: the file that is downloaded, changed in a spreadsheet and taken in again."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.kit import csv_text
from seikyu.kit.csv_text import Encoding, Undecodable
from seikyu.masters.keeping import Element, read_masters
from seikyu.masters.model import DELETE, Kind, Master
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Field
from seikyu.wire.number_kinds import NumberChoice
from seikyu.wire.text_kinds import Choice
from seikyu.wire.values import Node, Value

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row of a file, by the row's number as spreadsheets count, and its column."""

    row: int
    column: str
    fault: Fault


def write(kind: Kind, masters: Sequence[Master], encoding: Encoding) -> bytes:
    """The file of all masters: a head of Japanese names, one master a row; raise csv_text.Unwritable."""
    rows = [[field.label for field in kind.fields]]
    rows += [[_cell(field, master.fields.get(field.name)) for field in kind.fields] for master in masters]
    return csv_text.write(rows, encoding)


def read(kind: Kind, content: bytes) -> list[Element]:
    """The masters of a file, by the names in its head in any order; 削除フラグ may stand beside them.

    Raise Rejected when it is no such file.
    """
    try:
        rows = list(csv_text.read(csv_text.decode(content)[0]))
    except Undecodable as problem:
        raise Rejected([Fault("file", codes.FILE_UNDECODABLE, {"line": problem.line})]) from None
    except csv.Error:
        raise Rejected([Fault("file", codes.FILE_NOT_CSV)]) from None
    head, *body = [[cell.strip() for cell in row] for row in rows] or [[]]
    fields = {field.label: field for field in (*kind.fields, DELETE)}
    missing = [field.label for field in kind.fields if field.name in kind.keys and field.label not in head]
    if missing:
        raise Rejected([Fault("file", codes.COLUMNS_MISSING, {"value": "、".join(missing)})])
    body = [row for row in body if any(row)]
    if len(body) > MOST_ROWS:
        raise Rejected([Fault("file", codes.TOO_MANY_ROWS, {"limit": MOST_ROWS})])
    if not body:
        return []
    columns = [(place, fields[label]) for place, label in enumerate(head) if label in fields]
    tree: Value = {kind.name: [_node(columns, row) for row in body]}
    return read_masters(kind, tree)[1]


def placed(kind: Kind, fault: Fault) -> RowFault:
    """A fault of the file's tree where it stands in the file."""
    name = fault.path.rpartition("]")[2].lstrip(".")
    labels = {field.name: field.label for field in (*kind.fields, DELETE)}
    return RowFault((fault.index or 0) + 2, labels.get(name, ""), fault)


def _node(columns: Sequence[tuple[int, Field]], row: Sequence[str]) -> Node:
    return {
        field.name: _value(field, row[place]) for place, field in columns if place < len(row) and row[place]
    }


def _value(field: Field, cell: str) -> str:
    """A choice may be written as its code or as its word, a date with slashes."""
    match field.kind:
        case Choice(choices=choices):
            return next((key for key, word in choices.items() if word == cell), cell)
        case NumberChoice(choices=numbers):
            return next((str(key) for key, word in numbers.items() if word == cell), cell)
    return cell.replace("/", "-") if field.name.endswith("_date") else cell


def _cell(field: Field, value: Value) -> str:
    if value is None:
        return ""
    match field.kind:
        case Choice(choices=choices):
            return choices.get(str(value), str(value))
    return csv_text.harmless(str(value))
