"""A row of the sheet: an invoice, one of its lines if it has any, and ways to write what they hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from seikyu.invoices.totals import ClassTotal, TaxClass
from seikyu.journals.model import Entry
from seikyu.ledgers.model import Paper
from seikyu.wire.values import Node, Value, node


@dataclass(frozen=True, slots=True)
class SlipSum:
    """What the lines of one delivery slip 伝票 amount to, in all and by tax class."""

    whole: ClassTotal
    classes: Mapping[TaxClass, ClassTotal]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """What a row is made of; `number` counts lines from 1 and is 0 on the row of an invoice without any."""

    paper: Paper
    number: int = 0
    line: Node = field(default_factory=dict)
    custom: Sequence[tuple[str, str]] = ()
    """Title and value of the columns that the seller named itself."""
    entries: Sequence[Entry] = ()
    slip_sum: SlipSum | None = None


Cell = Callable[[SheetRow], str]
Column = tuple[str, Cell]


def nothing(_row: SheetRow) -> str:
    """A column that this platform has nothing for."""
    return ""


def of_document(name: str) -> Cell:
    """A value of the document."""
    return lambda row: written(row.paper.document.get(name))


def of_line(name: str) -> Cell:
    """A value of the line."""
    return lambda row: written(row.line.get(name))


def within(party: str, *names: str) -> Cell:
    """Values of a party on the document, put together."""

    def cell(row: SheetRow) -> str:
        given = node(row.paper.document, party) or {}
        return " ".join(value for name in names if (value := written(given.get(name))))

    return cell


def worded(cell: Cell, words: Mapping[str, str]) -> Cell:
    """A code by its word."""
    return lambda row: words.get(cell(row), "")


def written(value: Value) -> str:
    """A value as the sheet writes it: no thousands separators, dates with slashes; nothing for none."""
    match value:
        case None:
            return ""
        case str():
            return value
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return day(value)
        case _:
            return str(value)


def day(value: date | None) -> str:
    """A date: `2026/07/31`."""
    return "" if value is None else f"{value:%Y/%m/%d}"
