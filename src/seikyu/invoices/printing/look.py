"""Colours and places: what the template needs to know of a layout besides what is said."""

from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.invoices.layout import INK, Layout, Style
from seikyu.invoices.printing.wording import Wording

WASH = "#f1f3f7"
TINT = 0.07
"""How much of an accent goes into the ground of heads and amounts."""

FIXED = ("subject", "with_tax_short", "seal", "banks", "remarks_head")


@dataclass(frozen=True, slots=True)
class Look:
    """How the page looks; `words` are those that stand in the template."""

    language: str
    accent: str
    wash: str
    banks: str
    logo: str
    seal: str
    words: Mapping[str, str]


def look_of(style: Style, words: Wording) -> Look:
    """The look of a layout; a logo or seal only where there is one."""
    layout = style.layout
    return Look(
        language=layout.language,
        accent=layout.accent,
        wash=_wash(layout),
        banks=layout.banks,
        logo=layout.logo_place if style.logo else "",
        seal="image" if style.seal else ("frame" if layout.seal_frame else ""),
        words={name: words(name) for name in FIXED},
    )


def _wash(layout: Layout) -> str:
    if layout.accent == INK:
        return WASH
    parts = (int(layout.accent[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * TINT):02x}" for part in parts)
