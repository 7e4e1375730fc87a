"""The days on which Japan's banks are open (law 2.9)."""

from datetime import date

import jpholiday

SATURDAY = 5


def is_bank_day(day: date) -> bool:
    """Whether banks are open: not on weekends, holidays, nor from 31 December to 3 January."""
    closed = day.weekday() >= SATURDAY or jpholiday.is_holiday(day)
    return not closed and (day.month, day.day) not in {(12, 31), (1, 1), (1, 2), (1, 3)}
