"""What `seikyu push` sends: the invoices of a JSON, XML, CSV or Excel file, each with its place. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from seikyu.kit.yen import Rounding
from seikyu.uploads.blocks import numbered
from seikyu.uploads.cells import Placed, cell_of, shown_row
from seikyu.uploads.files import with_errors
from seikyu.uploads.grouping import groups
from seikyu.uploads.layout import is_standard
from seikyu.uploads.mapping import STANDARD_MAPPING
from seikyu.uploads.reading import Table, Unreadable, read_table
from seikyu.uploads.tree import place
from seikyu.wire import json, xml
from seikyu.wire.faults import Fault, Refusal
from seikyu.wire.values import Node, Value

Spelling = Literal["json", "xml"]
Cell = tuple[int, str]
"""A row as people count them, and the head of a column."""
NUMBER = "invoice_mng_num"


class Unusable(Exception):  # noqa: N818 -- the file is at fault, the program is not
    """The file holds nothing that could be sent, and why."""


@dataclass(frozen=True, slots=True)
class Element:
    """An invoice of the file; one with faults of its own is not sent."""

    tree: Node
    faults: tuple[Fault, ...] = ()
    cell: Callable[[str], Cell | None] = field(default=lambda _path: None)


@dataclass(frozen=True, slots=True)
class Papers:
    """The invoices of a file, the fields beside them, and how to write those left to be corrected."""

    elements: Sequence[Element]
    rest: Callable[[Mapping[int, Sequence[str]]], bytes]
    top: Mapping[str, Value] = field(default_factory=dict)
    spelling: Spelling = "json"

    @property
    def corrects(self) -> bool:
        """Whether these are corrections of what was sent back: each has its `invoice_mng_num`."""
        numbered_ones = sum(bool(element.tree.get(NUMBER)) for element in self.elements)
        if numbered_ones not in (0, len(self.elements)):
            raise Unusable(
                f"Either all invoices have an {NUMBER}, to be corrected, or none, to be registered."
            )
        return bool(numbered_ones)


def read_papers(name: str, content: bytes, rounding: Rounding) -> Papers:
    """Read a file by the ending of its name; raise Unusable."""
    try:
        match name.lower().rpartition(".")[2]:
            case "json":
                return _bodies(json.read(content), "json")
            case "xml":
                return _bodies(xml.read(content), "xml")
            case _:
                return _rows(read_table(name, content), rounding)
    except Refusal as refusal:
        raise Unusable(refusal.detail("ja")) from None
    except Unreadable as unreadable:
        raise Unusable(unreadable.fault.detail("ja")) from None


def _bodies(tree: Value, spelling: Spelling) -> Papers:
    body: Node = tree if isinstance(tree, dict) else {"invoices": tree}
    given = body.get("invoices")
    found = given if isinstance(given, list) else [given]
    invoices = [one for one in found if isinstance(one, dict)]
    if not invoices or len(invoices) != len(found):
        raise Unusable("There is no array `invoices` of invoices.")
    top = {name: value for name, value in body.items() if name not in {"invoices", "response_type"}}

    def rest(sentences: Mapping[int, Sequence[str]]) -> bytes:
        left: list[Value] = [invoices[position] for position in sentences]
        again: Node = {**top, "response_type": "json", "invoices": left}
        return json.write(again) if spelling == "json" else xml.write(again, "request")

    return Papers([Element(one) for one in invoices], rest, top, spelling)


def _rows(table: Table, rounding: Rounding) -> Papers:
    if not is_standard(table.header):
        raise Unusable("The columns are not the 30 of the standard layout; upload other files on screen.")
    found = [
        place(group, STANDARD_MAPPING, lambda _customer: rounding)
        for group in groups(numbered(table.blocks), STANDARD_MAPPING)
    ]

    def rest(sentences: Mapping[int, Sequence[str]]) -> bytes:
        rows, told = [], {}
        for position, said in sentences.items():
            rows += found[position].group.rows
            told[found[position].group.rows[0][0]] = said
        return with_errors(table.kind, "utf-8", table.header, rows, told)

    return Papers([_element(table, one) for one in found], rest)


def _element(table: Table, placed: Placed) -> Element:
    errors: Iterable[Fault] = (one.fault for one in placed.found if one.is_error)
    return Element(placed.tree, tuple(errors), partial(_cell, table.header, placed))


def _cell(header: Sequence[str], placed: Placed, path: str) -> Cell:
    cell = cell_of(placed, STANDARD_MAPPING, path)
    return shown_row(cell.row), "" if cell.column is None else header[cell.column]
