"""How people write values in files, turned into how the wire wants them. Pure.

What cannot be understood is handed on as it is: the wire then says what is wrong with it, as it would to a
program.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

from seikyu.uploads.targets import TARGETS, Target
from seikyu.wire.kinds import Day
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.text_kinds import PHONE, ZIP, Choice, Pattern
from seikyu.wire.unfit import BLANKS

Read = Callable[[str], str]

RATE = "details.tax_rate_sec"
REDUCED = "details.reduced_tax_flg"
REDUCED_MARKS = ("※", "軽減", "*")
OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    REDUCED: {"軽減": "1", "※": "1", "*": "1", "対象": "1", "○": "1", "標準": "0", "対象外": "0"},
    "details.tax_type": {"対象外": "3", "輸出免税": "2"},
    "details.input_tax_type": {"外税": "0", "内税": "1"},
    "details.sum_exempt_flg": {"対象外": "1"},
}
"""Words for a choice that are in use beside the published ones."""

DATE = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?: 0?0:00(?::00)?)?"
)
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
FIGURE = re.compile(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+")
DASHES = str.maketrans("‐‑‒–—―−ー", "--------")
SIGNS = str.maketrans("▲△", "--", "¥\\円 ")


def value_of(target: Target, cell: str) -> str:
    """The value of a cell as the wire reads it; empty when there is none."""
    if not cell.strip(BLANKS):
        return ""
    read = _reader(target.path) if target.path in TARGETS else _reader_of(target)
    return read(cell)


def is_reduced(cell: str) -> bool:
    """Whether a tax rate is written with the mark of the reduced one: `8%※`, `軽減8%`."""
    written = _narrow(cell)
    return any(mark in written for mark in REDUCED_MARKS)


@cache
def _reader(path: str) -> Read:
    return _reader_of(TARGETS[path])


def _reader_of(target: Target) -> Read:
    kind = target.kind
    if isinstance(kind, Choice):
        return _choice({**kind.choices}, OTHER_WORDS.get(target.path, {}))
    if isinstance(kind, Pattern):
        return _zip if kind is ZIP else _phone if kind is PHONE else _narrow
    return _READERS.get(type(kind), _as_it_is)


def _as_it_is(cell: str) -> str:
    return cell


def _narrow(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip(BLANKS)


def _day(cell: str) -> str:
    found = DATE.fullmatch(_narrow(cell))
    if found is None:
        return cell
    year, *parts = (part for part in found.groups() if part is not None)
    month, day = parts
    return f"{year}-{month:0>2}-{day:0>2}"


def _figure(cell: str) -> str:
    written = _narrow(cell).translate(DASHES).translate(SIGNS)
    if GROUPED.fullmatch(written):
        written = written.replace(",", "")
    if not FIGURE.fullmatch(written):
        return cell
    written = written.removeprefix("+")
    # `1,100.00` is a whole number to people.
    return written.rstrip("0").rstrip(".") if "." in written else written


def _rate(cell: str) -> str:
    written = _narrow(cell)
    for mark in ("軽減税率", "標準税率", *REDUCED_MARKS, "標準", "(", ")", " "):
        written = written.replace(mark, "")
    figure = _figure(written.removesuffix("%"))
    if not FIGURE.fullmatch(figure):
        return cell
    # A spreadsheet keeps 10 % as 0.1.
    rate = Decimal(figure)
    return str(int(rate * 100)) if 0 < rate < 1 and not written.endswith("%") else figure


def _choice(choices: Mapping[str, str], others: Mapping[str, str]) -> Read:
    words = {_narrow(word): code for code, word in choices.items()} | dict(others)

    def read(cell: str) -> str:
        written = _narrow(cell)
        return words.get(written, written)

    return read


def _zip(cell: str) -> str:
    written = _narrow(cell).translate(DASHES).removeprefix("〒")
    return f"{written[:3]}-{written[3:]}" if re.fullmatch("[0-9]{7}", written) else written


def _phone(cell: str) -> str:
    return _narrow(cell).translate(DASHES)


_READERS: Mapping[type, Read] = {
    Day: _day,
    Whole: _figure,
    Exact: _figure,
    NumberChoice: _rate,
    Digits: _narrow,
}
