"""The printed invoice as data: every text formatted, every width decided. Lengths are in points."""

from dataclasses import dataclass
from typing import Literal

from seikyu.invoices.printing.look import Look
from seikyu.pdf.breaks import Text

Align = Literal["left", "center", "right"]

WIDTH = 493.0
"""Of everything between the margins: A4 less 18 mm on either side."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    value: Text


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column."""

    label: Text
    width: float
    align: Align


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its note runs below the cells, all across. A faint row does not count.

    A plain row has no note and no text in pieces: most are, and the template spends little on them. One that
    wraps has a cell of more than one line.
    """

    cells: tuple[Text, ...]
    note: Text
    faint: bool
    plain: bool
    wraps: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; `total` is a last row, set apart.

    Notes begin at `indent`. `heights` are those of all its rows from the head down; nought leaves one to its
    contents.
    """

    size: float
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: tuple[Text, ...]
    heights: tuple[float, ...]
    indent: float


@dataclass(frozen=True, slots=True)
class Recipient:
    """宛先, as it shows in the window of an envelope."""

    postal: tuple[Text, ...]
    names: tuple[Text, ...]
    honorific: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """発行元, beside the place for a seal."""

    name: Text
    offices: tuple[Text, ...]
    postal: tuple[Text, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount asked for; a long one stands below its label instead of beside it."""

    label: Text
    value: str
    size: float
    below: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Labelled cells of one width, in rows of `across`."""

    facts: tuple[Fact, ...]
    across: int
    size: float
    align: Align


@dataclass(frozen=True, slots=True)
class Page:
    """All that is printed; `runner` heads every page but the first."""

    title: str
    tracking: float
    author: str
    runner: str
    reissue: str
    recipient: Recipient
    issuer: Issuer
    numbers: tuple[Fact, ...]
    subject: Text
    greeting: Text
    amount: Amount
    terms: tuple[Fact, ...]
    balance: Strip | None
    extras: Strip | None
    lines: Table | None
    custom_name: str
    custom: Table | None
    totals: Table | None
    legend: tuple[str, ...]
    banks: Table | None
    remarks: Text
    look: Look
