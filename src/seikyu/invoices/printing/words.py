"""Dates and amounts in the words the reader of an invoice expects."""

from datetime import date
from decimal import Decimal

from seikyu.invoices.printing.wording import Wording
from seikyu.kit.yen import grouped
from seikyu.wire.values import Node, decimal, text, whole

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date | None, words: Wording) -> str:
    """`2025年10月31日` or `31 October 2025`."""
    if day is None:
        return ""
    if words.language == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date | None, words: Wording) -> str:
    """`2025/10/31` or `2025-10-31`, which no reader takes for another day."""
    if day is None:
        return ""
    return day.isoformat() if words.language == "en" else f"{day:%Y/%m/%d}"


def priced(amount: int | None, words: Wording) -> str:
    """`¥1,234`, a negative amount as `▲¥1,234`; or `JPY 1,234` and `JPY -1,234`."""
    if amount is None:
        return ""
    if words.language == "en":
        return f"JPY {number(amount, words)}"
    return f"▲¥{grouped(-amount)}" if amount < 0 else f"¥{grouped(amount)}"


def number(value: int | Decimal, words: Wording, places: int = 0) -> str:
    """A figure with its thousands parted; a negative one is marked as the language does."""
    written = grouped(value, places)
    return written.replace("▲", "-") if words.language == "en" else written


def given(node: Node, name: str) -> str:
    """A text, or nothing."""
    return text(node, name) or ""


def yen(node: Node, name: str, words: Wording) -> str:
    """Whole yen, or nothing."""
    value = whole(node, name)
    return "" if value is None else number(value, words)


def figure(node: Node, name: str, words: Wording) -> str:
    """A number with the decimals it needs, or nothing."""
    value = decimal(node, name)
    return "" if value is None else number(value, words)
