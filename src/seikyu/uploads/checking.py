"""Going through the invoices of a file: each read, its faults brought back to its cells. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from seikyu.invoices.wire import InvoiceDocument
from seikyu.issuing.register_wire import RegisterElement, read_register
from seikyu.uploads.cells import Cell, Found, Placed, cell_of
from seikyu.uploads.grouping import Row, groups
from seikyu.uploads.mapping import Mapping
from seikyu.uploads.model import MAX_ERRORS, Checked, Error
from seikyu.uploads.tree import RoundingOf, place
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, Value, whole

Find = Callable[[RegisterElement], list[Fault]]
"""Tells the faults of an element, its own included."""

INVOICE = re.compile(r"invoices\[\d+\]\.?")
SHOW_AMOUNT = "inv_show_amount"


@dataclass(frozen=True)
class File:
    """What an upload reads its invoices with; `rows` begins anew each time it is called."""

    rows: Callable[[], Iterable[Row]]
    mapping: Mapping
    rounding_of: RoundingOf
    options: frozenset[str]

    def placed(self) -> Iterator[Placed]:
        """The invoices as trees."""
        return (place(group, self.mapping, self.rounding_of) for group in groups(self.rows(), self.mapping))

    def elements(self) -> Iterator[RegisterElement]:
        """The invoices as they are registered."""
        for placed in self.placed():
            yield from read([placed.tree], self.options)


class Again(Iterable[RegisterElement]):
    """The elements of a file, to be gone through as often as needed without being kept."""

    def __init__(self, file: File) -> None:
        self._file = file

    def __iter__(self) -> Iterator[RegisterElement]:
        """Begin anew."""
        return self._file.elements()


def read(trees: Sequence[Node], options: frozenset[str]) -> tuple[RegisterElement, ...]:
    """The trees through the wire's own reader."""
    invoices: list[Value] = [*trees]
    return read_register({"response_type": "json", "invoices": invoices}, options).elements


def check(file: File, find: Find) -> Checked:
    """Everything there is to tell about every invoice of the file."""
    errors: list[Error] = []
    faulty_rows: dict[int, int] = {}
    amount = invoices = faulty = 0
    for placed in file.placed():
        invoices += 1
        [element] = read([placed.tree], file.options)
        found = [*placed.found, *_found(placed, file.mapping, element, find)]
        if any(one.is_error for one in found):
            faulty += 1
            faulty_rows |= {row: placed.group.position for row, _ in placed.group.rows}
        elif element.document is not None:
            amount += _amount(element.document)
        if len(errors) < MAX_ERRORS:
            errors += errors_of(placed.group.position, found)
    return Checked(invoices, amount, tuple(errors[:MAX_ERRORS]), faulty_rows, faulty)


def errors_of(position: int, found: Iterable[Found]) -> list[Error]:
    """What was found, as it is kept."""
    return [
        Error(
            position,
            one.cell.row,
            one.cell.column,
            one.fault.code.number,
            one.fault.detail("ja"),
            one.fault.detail("en"),
            not one.is_error,
        )
        for one in found
    ]


def found_at(placed: Placed, mapping: Mapping, faults: Iterable[Fault]) -> list[Found]:
    """Faults of the wire, each at its cell."""
    found = []
    for fault in faults:
        path = INVOICE.sub("", fault.path, count=1)
        found.append(Found(cell_of(placed, mapping, path), fault))
    return found


def _found(placed: Placed, mapping: Mapping, element: RegisterElement, find: Find) -> list[Found]:
    if element.document is None:
        # Masters alone are not what people upload invoices for: an amount is missing.
        fault = Fault(SHOW_AMOUNT, codes.REQUIRED, {"label": "おもての請求金額"})
        cell = cell_of(placed, mapping, SHOW_AMOUNT)
        return [Found(Cell(cell.row, cell.column), fault)]
    return found_at(placed, mapping, find(element))


def _amount(document: InvoiceDocument) -> int:
    return whole(document, SHOW_AMOUNT) or 0
