"""A layout of a company, its versions, and the one that an invoice is printed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from seikyu.invoices.layout import PLAIN, Layout, Style


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wants a layout to be."""

    code: str
    name: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class KeptLayout:
    """A layout in one of its versions; `version` is the newest, `settings` those of the version asked for."""

    layout_id: UUID
    code: str
    name: str
    version: int
    settings: Layout


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A layout in the list of them, and how many customers get it."""

    layout_id: UUID
    code: str
    name: str
    version: int
    language: str
    updated_at: datetime
    usual: bool
    customers: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a layout: when it was made and by whom."""

    version: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The layout version that an invoice is printed in; the ordinary layout has neither id nor version."""

    layout_id: UUID | None = None
    version: int | None = None
    style: Style = PLAIN


ORDINARY = Picked()

PALETTE: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#1a2230",
        "navy": "#1d3f72",
        "blue": "#0b5c9e",
        "teal": "#0a6670",
        "green": "#23653a",
        "brown": "#7a4a1c",
        "crimson": "#9c2335",
        "purple": "#5b3a86",
    }
)
"""Colours that read well in print and in grey."""
