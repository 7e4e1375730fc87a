"""Where a value of an invoice came from: from its path in the tree back to the cell of the file. Pure."""

import re
from dataclasses import dataclass, field

from seikyu.uploads.grouping import Group
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.values import RATE, REDUCED
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node

HEAD_ROW = 1
"""The header is row 1 to people."""
BY_ROW = re.compile(r"(details|custom_details)\[(\d+)\](.*)")
BANK = re.compile(r"banks\[(\d+)\](.*)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the file and a column of its header, both from 0; without a column, the whole row."""

    row: int
    column: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """Something about a cell that the person is told; what is no error is taken all the same."""

    cell: Cell
    fault: Fault
    is_error: bool = True


@dataclass(slots=True)
class Placed:
    """The tree of an invoice, what its rows themselves have wrong, and which row each part came from.

    `heads` are the rows that gave the values of the head, `lines` those of the lines, `banks` the places that
    the accounts have in the mapping.
    """

    group: Group
    tree: Node = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    heads: dict[str, int] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    banks: list[int] = field(default_factory=list)


def cell_of(placed: Placed, mapping: Mapping, path: str) -> Cell:
    """The cell of a path within the invoice; what stands in no column is wrong about the row."""
    columns, first = mapping.column_of, placed.group.rows[0][0]
    if found := BY_ROW.fullmatch(path):
        index = int(found[2])
        row = placed.lines[index] if index < len(placed.lines) else first
        return Cell(row, _column(columns, found[1] + found[3]))
    if found := BANK.fullmatch(path):
        index = int(found[1])
        path = f"banks[{placed.banks[index] if index < len(placed.banks) else index}]{found[2]}"
    return Cell(placed.heads.get(path, first), _column(columns, path))


def shown_row(row: int) -> int:
    """The number of a row as people count them."""
    return row + HEAD_ROW + 1


def _column(columns: dict[str, int], path: str) -> int | None:
    """The column of a field; where it has none, the first column of the object it is in."""
    if path == REDUCED and path not in columns:
        path = RATE
    if path in columns:
        return columns[path]
    around = path.rpartition(".")[0]
    return _first_within(columns, path) if not around else _first_within(columns, around)


def _first_within(columns: dict[str, int], path: str) -> int | None:
    inside = (f"{path}.", f"{path}[")
    return min(
        (column for known, column in columns.items() if path and known.startswith(inside)), default=None
    )
