"""Reading what people put into filters: wide digits, commas and yen signs are fine, nonsense is told."""

import unicodedata
from datetime import date

from seikyu.ui.lists import Address
from seikyu.ui.words import Words

LONGEST_TEXT = 100
LONGEST_AMOUNT = 13

# What people write around a figure; a wide yen sign has become a narrow one by then.
FIGURES = str.maketrans("▲△", "--", ",¥\\円")


class Inputs:
    """The filters of an address; what cannot be read counts as not given and is kept as a problem."""

    def __init__(self, address: Address, words: Words) -> None:
        self._given = address.given
        self._words = words
        self.problems: list[str] = []

    def text(self, name: str) -> str | None:
        """A fragment of text."""
        value = self._given.get(name)
        if value is None:
            return None
        return value.replace("\0", "")[:LONGEST_TEXT] or None

    def day(self, name: str, label: str) -> date | None:
        """A date, `yyyy-MM-dd` as browsers send it, or with slashes."""
        value = self._given.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(_narrow(value).replace("/", "-"))
        except ValueError:
            self.problems.append(self._words("ui.filter.bad_date", label=self._words(label)))
            return None

    def amount(self, name: str, label: str) -> int | None:
        """Whole yen."""
        value = self._given.get(name)
        if value is None:
            return None
        written = _narrow(value).translate(FIGURES)
        digits = written.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_AMOUNT:
            return int(written)
        self.problems.append(self._words("ui.filter.bad_amount", label=self._words(label)))
        return None

    def choice(self, name: str) -> bool | None:
        """`yes` or `no`; anything else is not given."""
        return {"yes": True, "no": False}.get(self._given.get(name, ""))


def _narrow(value: str) -> str:
    return unicodedata.normalize("NFKC", value).replace(" ", "")
