"""What a layout must keep so that the invoice stays one, and can be read (law 2.1)."""

import re
from collections.abc import Iterator

from seikyu.invoices.layout import Layout
from seikyu.wire import codes
from seikyu.wire.faults import Fault

NEEDED = {"date": "日付", "name": "品名"}
"""Columns that hold what an invoice must state of a line."""

AMOUNTS = ("without_tax", "with_tax")
MOST_COLUMNS = 16
LEAST_CONTRAST = 4.5
"""Of WCAG AA for text; in grey print it leaves a dark grey at least."""

STRAIGHT = 0.04045
"""Below it the curve of sRGB is a straight line."""

COLOUR = re.compile(r"#[0-9a-f]{6}")


def faults_of(layout: Layout) -> Iterator[Fault]:
    """Everything that speaks against using a layout."""
    for key, column in NEEDED.items():
        if key not in layout.columns:
            yield Fault(f"place_{key}", codes.COLUMN_REQUIRED, {"column": column})
    if not any(amount in layout.columns for amount in AMOUNTS):
        yield Fault("place_without_tax", codes.AMOUNT_COLUMN_REQUIRED)
    if len(layout.columns) > MOST_COLUMNS:
        yield Fault("columns", codes.TOO_MANY_COLUMNS, {"limit": MOST_COLUMNS, "found": len(layout.columns)})
    if not COLOUR.fullmatch(layout.accent):
        yield Fault("accent", codes.NOT_A_COLOUR, {"label": "アクセントカラー"})
    elif (ratio := contrast(layout.accent)) < LEAST_CONTRAST:
        yield Fault("accent", codes.COLOUR_TOO_PALE, {"label": "アクセントカラー", "ratio": f"{ratio:.1f}"})


def contrast(colour: str) -> float:
    """The contrast of a colour with white paper, 1 to 21 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= STRAIGHT else float(((part + 0.055) / 1.055) ** 2.4)
