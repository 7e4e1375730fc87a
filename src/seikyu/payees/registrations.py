"""Whether a registration number was good on a day, by the tax agency's published list (law 2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How a number stands on a day; UNCHECKED while no list was ever taken in."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    NOT_FOUND = "not_found"
    UNCHECKED = "unchecked"
    UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Period:
    """One registration of a number, as the list has it."""

    number: str
    registered_on: date
    cancelled_on: date | None
    expired_on: date | None
    updated_on: date
    name: str
    address: str | None
    corporation: bool

    def standing(self, day: date) -> Standing:
        """Good from the day it was registered until the day it was cancelled or expired."""
        if day < self.registered_on:
            return Standing.NOT_YET
        if self.cancelled_on is not None and day >= self.cancelled_on:
            return Standing.CANCELLED
        if self.expired_on is not None and day >= self.expired_on:
            return Standing.EXPIRED
        return Standing.VALID


@dataclass(frozen=True, slots=True)
class Registration:
    """What the list says of a number on a day; `as_of` is the list's own date."""

    number: str | None
    day: date
    standing: Standing
    period: Period | None = None
    as_of: date | None = None

    @property
    def valid(self) -> bool:
        """Whether an invoice of that day is a qualified one as far as the number goes."""
        return self.standing is Standing.VALID


def on_day(number: str | None, periods: Sequence[Period], day: date, as_of: date | None) -> Registration:
    """The registration that held on the day, else the latest that began before it, else the first."""
    if number is None:
        return Registration(None, day, Standing.UNSET, None, as_of)
    if not periods:
        standing = Standing.UNCHECKED if as_of is None else Standing.NOT_FOUND
        return Registration(number, day, standing, None, as_of)
    ordered = sorted(periods, key=lambda period: period.registered_on)
    begun = [period for period in ordered if period.registered_on <= day]
    period = begun[-1] if begun else ordered[0]
    return Registration(number, day, period.standing(day), period, as_of)
