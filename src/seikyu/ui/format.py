"""Figures, dates and sizes as people read them; done before a template is reached."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from seikyu.kit.jst import JST
from seikyu.kit.yen import grouped
from seikyu.wire.faults import Language

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KIBI = 1024


@dataclass(frozen=True, slots=True)
class When:
    """A date or moment: for people, and for programs that read the page."""

    shown: str
    machine: str


def yen(amount: int | None) -> str:
    """Whole yen: `¥1,234`, a negative amount `▲¥1,234`; nothing for none."""
    if amount is None:
        return ""
    return f"{'▲' if amount < 0 else ''}¥{grouped(abs(amount))}"


def figure(value: int | Decimal | None, places: int = 0) -> str:
    """A quantity or price with the decimals it has; nothing for none."""
    return "" if value is None else grouped(value, places)


def day(value: date | None) -> When | None:
    """The short form, for lists: `2026/11/21`."""
    return None if value is None else When(f"{value:%Y/%m/%d}", value.isoformat())


def long_day(value: date | None, language: Language) -> When | None:
    """The long form: `2026年11月21日`, `21 Nov 2026`."""
    if value is None:
        return None
    if language == "ja":
        shown = f"{value.year}年{value.month}月{value.day}日"
    else:
        shown = f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return When(shown, value.isoformat())


def moment(value: datetime | None) -> When | None:
    """A moment in JST to the minute: `2026/11/21 18:05`."""
    if value is None:
        return None
    local = value.astimezone(JST)
    return When(f"{local:%Y/%m/%d %H:%M}", local.isoformat(timespec="seconds"))


def day_of(value: datetime | None) -> When | None:
    """The JST date of a moment, short."""
    return None if value is None else day(value.astimezone(JST).date())


def size(octets: int) -> str:
    """The size of a file: `812 B`, `34 KB`, `1.2 MB`."""
    if octets < KIBI:
        return f"{octets} B"
    if octets < KIBI * KIBI:
        return f"{octets / KIBI:.0f} KB"
    return f"{octets / KIBI / KIBI:.1f} MB"
