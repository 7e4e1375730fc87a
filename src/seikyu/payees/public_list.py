"""Reading the tax agency's list of registered issuers: rows of 24 columns without a head (law 2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.kit.check_digits import has_registration_form
from seikyu.payees.registrations import Period

COLUMNS = 24
REMOVED = "99"
CORPORATION = "2"
_NUMBER, _PROCESS, _KIND = 1, 2, 4
_REGISTERED, _UPDATED, _CANCELLED, _EXPIRED = 7, 8, 9, 10
_ADDRESS, _NAME = 11, 18


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a registration, or that one was removed from the list."""

    period: Period
    removed: bool


def line(row: Sequence[str]) -> Line:
    """Read a row; raise ValueError for one that is none of the list's."""
    if len(row) != COLUMNS:
        raise ValueError(f"{len(row)} columns instead of {COLUMNS}")
    cells = [cell.strip() for cell in row]
    if not has_registration_form(cells[_NUMBER]):
        raise ValueError(f"no registration number: {cells[_NUMBER]}")
    period = Period(
        cells[_NUMBER],
        date.fromisoformat(cells[_REGISTERED]),
        _day(cells[_CANCELLED]),
        _day(cells[_EXPIRED]),
        date.fromisoformat(cells[_UPDATED]),
        cells[_NAME],
        cells[_ADDRESS] or None,
        cells[_KIND] == CORPORATION,
    )
    return Line(period, cells[_PROCESS] == REMOVED)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
