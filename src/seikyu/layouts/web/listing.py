"""The list of layouts."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.layouts.model import LayoutLine
from seikyu.layouts.web.page import PATH
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One layout."""

    href: str
    name: str
    code: str
    language: str
    customers: str
    version: str
    at: When | None
    usual: bool
    copy: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page; `usual` is the name of the usual layout, if one was chosen."""

    rows: Sequence[Row]
    usual: str
    may_change: bool
    new: str


def list_view(found: Sequence[LayoutLine], words: Words, *, may_change: bool) -> ListPage:
    """The page."""
    return ListPage(
        [
            Row(
                href=f"{PATH}/{line.layout_id}",
                name=line.name,
                code=line.code,
                language=words(f"layouts.language.{line.language}"),
                customers=words("layouts.list.customers", count=line.customers) if line.customers else "",
                version=words("layouts.version.number", number=line.version),
                at=moment(line.updated_at),
                usual=line.usual,
                copy=f"{PATH}/new?from={line.layout_id}",
            )
            for line in found
        ],
        next((line.name for line in found if line.usual), ""),
        may_change,
        f"{PATH}/new",
    )
