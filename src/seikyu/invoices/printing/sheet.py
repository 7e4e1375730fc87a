"""What every part of a page is made with."""

from dataclasses import dataclass

from seikyu.invoices.layout import Layout
from seikyu.invoices.printing.wording import Wording
from seikyu.pdf.press import Press


@dataclass(frozen=True, slots=True)
class Sheet:
    """The press, the layout, and the words of the layout's language."""

    press: Press
    layout: Layout
    words: Wording
