"""書式設定: how an invoice looks on paper, as the press takes it (contract §4.2 `invoice_setting_code`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

Language = Literal["ja", "en"]

COLUMNS = (
    "no",
    "date",
    "slip",
    "code",
    "name",
    "quantity",
    "unit",
    "price",
    "rate",
    "without_tax",
    "tax",
    "with_tax",
)
"""What stands in columns of the table of lines unless a layout says otherwise, in this order."""

NOTES = ("section", "remarks", *(f"free{number}" for number in range(1, 12)))
"""What is told below a line unless a layout says otherwise."""

FRONT = (*(f"inv_free_txt{at}" for at in range(1, 4)), *(f"inv_free_num{at}" for at in range(1, 8)))
"""おもての自由項目, by their wire names."""

INK = "#1a2230"


@dataclass(frozen=True, slots=True)
class Layout:
    """The settings of one version of a layout; an empty text means the ordinary one of the language.

    A field of the line that is in neither `columns` nor `notes` is not printed. `titles` name columns, notes
    and free items of the front in the seller's own words. `logo` and `seal` are SHA-256 of stored images.
    """

    language: Language = "ja"
    title: str = ""
    amount_title: str = ""
    greeting: str = ""
    greeted: bool = True
    accent: str = INK
    columns: tuple[str, ...] = COLUMNS
    notes: tuple[str, ...] = NOTES
    titles: Mapping[str, str] = field(default_factory=dict)
    custom: bool = True
    banks: Literal["below", "above", "none"] = "below"
    registration: Literal["issuer", "numbers", "totals"] = "issuer"
    logo: str = ""
    logo_place: Literal["issuer", "top"] = "issuer"
    seal: str = ""
    seal_frame: bool = True
    remarks: str = ""
    remarks_use: Literal["default", "append"] = "default"


DEFAULT = Layout()


@dataclass(frozen=True, slots=True)
class Style:
    """A layout with its images at hand, ready for the press."""

    layout: Layout = DEFAULT
    logo: bytes = b""
    seal: bytes = b""


PLAIN = Style()


def settings_of(layout: Layout) -> bytes:
    """The settings as they are stored: the same layout gives the same bytes."""
    return msgspec.json.encode(layout, order="deterministic")


def layout_of(settings: bytes) -> Layout:
    """A layout from its stored settings; what an older program did not know yet is as it was then."""
    return msgspec.json.decode(settings, type=Layout)


def title_of(layout: Layout, key: str, ordinary: str) -> str:
    """The seller's own name for a column or free item, else the ordinary one."""
    return layout.titles.get(key) or ordinary
