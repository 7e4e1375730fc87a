"""経過措置: what may be deducted of the tax on purchases without a qualified invoice (law 2.3)."""

from datetime import date

FULL = 100

# From this day of purchase on, so much percent, newest first.
_SHARES = (
    (date(2031, 10, 1), 0),
    (date(2030, 10, 1), 30),
    (date(2028, 10, 1), 50),
    (date(2026, 10, 1), 70),
    (date(2023, 10, 1), 80),
)


def deductible_percent(purchased: date, *, registered: bool) -> int:
    """The share of the tax that may be deducted by the day of purchase; all before there was a register."""
    if registered:
        return FULL
    return next((share for since, share in _SHARES if purchased >= since), FULL)
