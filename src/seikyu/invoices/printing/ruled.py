"""Tables made ready: texts broken to their columns, and the height of every row that is known beforehand.

A row of known height is laid out once; one left to its contents twice, the first time to measure it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seikyu.invoices.printing.page import WIDTH, Align, Head, Row, Table
from seikyu.pdf.breaks import Text, breakable
from seikyu.pdf.press import Press

PADDING = 7.0
"""Points a cell keeps free, left and right together."""

LABEL_SIZE = 7.0
NOTE_SIZE = 6.5
NOTE_HEIGHT = 9.4
LEFT_TO_CONTENTS = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its width."""

    label: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says, as yet unbroken."""

    values: Sequence[str]
    note: str = ""
    faint: bool = False


def ruled(
    columns: Sequence[Column],
    rows: Iterable[Cells],
    size: float,
    press: Press,
    total: Sequence[str] = (),
    indent: float = 0.0,
) -> Table:
    """A table of the columns as wide as they are, the texts broken where they are too long."""
    labels = [column.label for column in columns]
    heads = [
        Head(label, column.width, column.align)
        for label, column in zip(_broken(labels, columns, LABEL_SIZE, press), columns, strict=True)
    ]
    heights = [_height(labels, columns, LABEL_SIZE, press)]
    made = []
    for cells in rows:
        row, height = _row(cells, columns, size, press, indent)
        made.append(row)
        heights.append(height)
    if total:
        heights.append(_height(total, columns, size, press))
    return Table(size, tuple(heads), tuple(made), tuple(total), tuple(heights), indent)


def _row(
    cells: Cells, columns: Sequence[Column], size: float, press: Press, indent: float
) -> tuple[Row, float]:
    values = _broken(cells.values, columns, size, press)
    height = _height(cells.values, columns, size, press)
    wraps = height == LEFT_TO_CONTENTS
    if not cells.note:
        plain = not cells.faint and all(isinstance(value, str) for value in values)
        return Row(values, "", cells.faint, plain, wraps), height
    below = WIDTH - indent
    note = breakable(cells.note, (below - PADDING) / NOTE_SIZE, press.table_width)
    if wraps or not _fits(cells.note, below, NOTE_SIZE, press):
        return Row(values, note, cells.faint, plain=False, wraps=wraps), LEFT_TO_CONTENTS
    return Row(values, note, cells.faint, plain=False, wraps=wraps), height + NOTE_HEIGHT


def _height(values: Sequence[str], columns: Sequence[Column], size: float, press: Press) -> float:
    """The height of a row of single lines, else nought."""
    for value, column in zip(values, columns, strict=True):
        if not _fits(value, column.width, size, press):
            return LEFT_TO_CONTENTS
    return round(size * 0.8 + 7.2, 2)


def _fits(text: str, width: float, size: float, press: Press) -> bool:
    """On one line; a hundredth of a point allows for the arithmetic."""
    return "\n" not in text and press.table_width(text) * size <= width - PADDING + 0.01


def _broken(texts: Sequence[str], columns: Sequence[Column], size: float, press: Press) -> tuple[Text, ...]:
    return tuple(
        breakable(text, (column.width - PADDING) / size, press.table_width)
        for text, column in zip(texts, columns, strict=True)
    )
