"""How wide each column of the table of lines becomes: figures whole, the item's name the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seikyu.invoices.layout import NOTES
from seikyu.invoices.printing.page import WIDTH, Align
from seikyu.invoices.printing.ruled import LABEL_SIZE, PADDING, Column
from seikyu.pdf.press import Press


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that has something to say, with all it says; text may be wrapped at `limit` points."""

    key: str
    label: str
    values: Sequence[str]
    align: Align = "left"
    limit: float = WIDTH


@dataclass(frozen=True, slots=True)
class Fitted:
    """Columns that fill the page at a type size, and the keys of those that found no room."""

    size: float
    keys: tuple[str, ...]
    columns: tuple[Column, ...]


STEPS: tuple[tuple[float, frozenset[str]], ...] = (
    (8.0, frozenset()),
    (7.5, frozenset()),
    (7.5, frozenset({"code"})),
    (7.5, frozenset({"code", "slip"})),
    (7.0, frozenset({"code", "slip"})),
    (6.5, frozenset({"code", "slip"})),
    (6.5, frozenset({"code", "slip", "date"})),
    (6.5, frozenset({"code", "slip", "date", "quantity", "unit", "price"})),
)
"""What is tried in turn: a type size, and the columns that go into the note below the line instead."""

SIZES = (8.0, 7.5, 7.0, 6.5)
NAME = "name"
NAME_LEAST = 120.0
NAME_AMPLE = 210.0
LABEL_MOST = 62.0
"""Points after which the head of a column is broken rather than the column made wider for it."""
EASE = 12.0
"""Points more than needed that columns get from a name column that is ample."""


def fit(wanted: Sequence[Wanted], press: Press) -> Fitted:
    """The largest type and most columns with which every figure stays whole on its line."""
    for size, dropped in _steps([column.key for column in wanted]):
        kept = [column for column in wanted if column.key not in dropped]
        widths = {column.key: _need(column, size, press) for column in kept if column.key != NAME}
        rest = WIDTH - sum(widths.values())
        if rest >= NAME_LEAST:
            break
    ease = max(0.0, min(EASE, (rest - NAME_AMPLE) / max(len(widths), 1)))
    eased = {key: width + ease for key, width in widths.items()}
    columns = tuple(
        Column(column.label, eased.get(column.key, WIDTH - sum(eased.values())), column.align)
        for column in kept
    )
    return Fitted(size, tuple(column.key for column in kept), columns)


def _need(column: Wanted, size: float, press: Press) -> float:
    longest = max([press.table_width(value) for value in column.values], default=0.0)
    label = press.table_width(column.label)
    return max(min(longest * size, column.limit), min(label * LABEL_SIZE, LABEL_MOST)) + PADDING


def _steps(keys: Sequence[str]) -> Iterator[tuple[float, frozenset[str]]]:
    """The steps; columns that a layout moved up from the notes go back there first, the last one first."""
    moved = [key for key in reversed(keys) if key in NOTES]
    if moved:
        yield from ((size, frozenset()) for size in SIZES)
        yield from ((SIZES[-1], frozenset(moved[:count])) for count in range(1, len(moved)))
    yield from ((size, dropped.union(moved)) for size, dropped in STEPS)
