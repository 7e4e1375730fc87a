"""How long a paper must be kept (law 2.4; 法人税法施行規則59条: from two months after the year's end)."""

from datetime import date, timedelta

from seikyu.retention.model import Keeping

MONTHS = 12


def year_end(day: date, fiscal_month: int) -> date:
    """The last day of the fiscal year in which a day lies."""
    return _first_of(day.year + (day.month > fiscal_month), fiscal_month + 1) - timedelta(days=1)


def kept_until(day: date, keeping: Keeping) -> date:
    """The last day on which a paper of this day is kept.

    The years begin two months after the day that follows the fiscal year's end, and as many months
    later as the tax office lets the company file later.
    """
    year = day.year + (day.month > keeping.fiscal_month) + keeping.years
    return _first_of(year, keeping.fiscal_month + 3 + keeping.extension) - timedelta(days=1)


def may_shorten(old: Keeping, new: Keeping) -> bool:
    """Whether a change lets some paper go sooner: then it wants a written reason."""
    sooner = new.years < old.years or new.extension < old.extension
    return sooner or new.fiscal_month != old.fiscal_month


def _first_of(year: int, month: int) -> date:
    """The first day of a month, counted on over the year's end."""
    return date(year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1, 1)
