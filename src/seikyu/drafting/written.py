"""What people type, brought into the spelling of the wire; what makes no sense stays as it was typed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation

from seikyu.kit.yen import grouped
from seikyu.wire.values import Value

_AROUND = str.maketrans({"▲": "-", "△": "-", ",": None, "¥": None, "\\": None, "円": None, " ": None})
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_MOST_DIGITS = 40


def number(typed: str) -> str | None:
    """`１，２３４円`, `▲1,234`, `(1,234)` as `1234`, `-1234`."""
    narrow = unicodedata.normalize("NFKC", typed).translate(_AROUND).replace("\u2212", "-")
    if narrow.startswith("(") and narrow.endswith(")"):
        narrow = f"-{narrow[1:-1]}"
    return narrow or None


def day(typed: str, today: date) -> str | None:
    """`2026/4/1`, `4/1`, `2026年4月1日` as `2026-04-01`; without a year, this year."""
    narrow = unicodedata.normalize("NFKC", typed).strip()
    found = _DAY.fullmatch(narrow)
    if found is None:
        return narrow or None
    return f"{int(found[1] or today.year):04}-{int(found[2]):02}-{int(found[3]):02}"


def text(typed: str) -> str | None:
    """Line breaks as the wire has them."""
    return typed.replace("\r\n", "\n").replace("\r", "\n") or None


def shown_number(value: Value) -> str:
    """A number as people read it, `-1,234.5`; what is none as it was typed."""
    if value is None or isinstance(value, bool):
        return ""
    written = str(value)
    if len(written) > _MOST_DIGITS:
        return written
    try:
        figure = Decimal(written)
    except InvalidOperation:
        return written
    if not figure.is_finite() or "e" in written.lower():
        return written
    return grouped(figure).replace("▲", "-")


def shown_text(value: Value) -> str:
    """A text, code or date as an input holds it."""
    return "" if value is None else str(value)
