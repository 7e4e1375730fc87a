"""Reading a PDF back: its text, its fonts, and where every glyph stands."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer
from pypdf import PdfReader

LEFT, RIGHT, BOTTOM, TOP = 48.5, 546.5, 26.0, 822.0
"""Where ink may be, in points: between the margins; a bracket's blank half may hang a little outside."""


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def said(pdf: bytes) -> str:
    """All the text without any white space: where lines end is not part of what is said."""
    return re.sub(r"\s", "", "".join(pages(pdf)))


def fonts(pdf: bytes) -> dict[str, bool]:
    """The fonts used, without their subset tags, and whether each is embedded."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for reference in resources["/Font"].values():
            descendant = reference.get_object()["/DescendantFonts"][0].get_object()
            name = str(descendant["/BaseFont"]).removeprefix("/").split("+")[-1]
            found[name] = "/FontFile2" in descendant["/FontDescriptor"]
    return found


@dataclass(frozen=True)
class Glyph:
    """A character and its box on a page, in points from the lower left."""

    page: int
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def glyphs(pdf: bytes) -> list[Glyph]:
    """Every glyph of the file."""
    layouts = extract_pages(BytesIO(pdf), laparams=LAParams(all_texts=False))
    return [
        Glyph(number, char.get_text(), char.x0, char.y0, char.x1, char.y1)
        for number, layout in enumerate(layouts, start=1)
        for char in _characters(layout)
    ]


def outside(found: list[Glyph]) -> list[Glyph]:
    """Glyphs that leave the page's margins."""
    return [
        glyph for glyph in found if glyph.x0 < LEFT or glyph.x1 > RIGHT or glyph.y0 < BOTTOM or glyph.y1 > TOP
    ]


def overlapping(found: list[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """Pairs of characters whose middles cover each other; marks are set close on purpose and do not count."""
    cells: dict[tuple[int, int, int], list[Glyph]] = defaultdict(list)
    clashes = []
    for glyph in found:
        if unicodedata.category(glyph.text[0])[0] in "PZ":
            continue
        places = {
            (glyph.page, int(x // 12), int(y // 12))
            for x in (glyph.x0, glyph.x1)
            for y in (glyph.y0, glyph.y1)
        }
        near = {id(other): other for place in places for other in cells[place]}
        clashes += [(other, glyph) for other in near.values() if _clash(other, glyph)]
        for place in places:
            cells[place].append(glyph)
    return clashes


def _clash(one: Glyph, other: Glyph) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    up = min(one.y1, other.y1) - max(one.y0, other.y0)
    narrow = min(one.x1 - one.x0, other.x1 - other.x0)
    low = min(one.y1 - one.y0, other.y1 - other.y0)
    return across > 0.25 * narrow and up > 0.35 * low


def _characters(item: object) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _characters(inner)
