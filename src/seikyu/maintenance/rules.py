"""Pure decisions: which days a monthly rule means, what is stopped now, what is worth announcing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from seikyu.kit.jst import JST
from seikyu.maintenance.model import Rule, Window

AHEAD = timedelta(days=100)
BEHIND = timedelta(days=35)
ANNOUNCED = timedelta(days=7)
"""So long before a window begins, every page tells of it."""

WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_day(said: str) -> tuple[int, int] | None:
    """Week and weekday of a day such as `second saturday`; None when it is none."""
    week, _, weekday = said.strip().lower().partition(" ")
    weekday = weekday.strip()
    if week not in WEEKS or weekday not in WEEKDAYS:
        return None
    return WEEKS[week], WEEKDAYS.index(weekday)


def told_day(rule: Rule) -> str:
    """The day of a rule as an operator says it."""
    week = next(word for word, number in WEEKS.items() if number == rule.week)
    return f"{week} {WEEKDAYS[rule.weekday]}"


def windows_of(rule: Rule, now: datetime) -> Iterable[Window]:
    """The windows a rule makes around now, those included that were ended before their time."""
    ended = dict(rule.exceptions)
    here = now.astimezone(JST)
    month = _month(here - BEHIND)
    while month <= (here + AHEAD).date():
        day = day_of_month(month, rule.week, rule.weekday)
        starts_at = datetime.combine(day, rule.from_time, JST)
        ends_at = datetime.combine(day, rule.to_time, JST)
        if ends_at <= starts_at:
            ends_at += timedelta(days=1)
        # A rule is no stop: what would have begun before it was made has not.
        if starts_at > rule.made_at:
            over = min(ends_at, ended.get(day, ends_at))
            yield Window(f"{rule.key}-{day:%Y%m%d}", starts_at, over, rule.targets, rule.notice)
        month = _month(month + timedelta(days=31))


def day_of_month(month: date, week: int, weekday: int) -> date:
    """The week-th such weekday of the month that begins on this day; -1 is the last."""
    if week > 0:
        return month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (week - 1))
    last = _month(month + timedelta(days=31)) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def stopping(windows: Sequence[Window], targets: Collection[str], now: datetime) -> Window | None:
    """The window in force that stops one of these for longest."""
    found = [window for window in windows if window.in_force(now) and window.stops(targets)]
    return max(found, key=lambda window: window.seconds_left(now), default=None)


def announced(windows: Sequence[Window], now: datetime) -> Window | None:
    """What every page tells of: what is stopped now, else what begins next within a week."""
    in_force = [window for window in windows if window.in_force(now)]
    soon = [window for window in windows if now < window.starts_at <= now + ANNOUNCED]
    return next(iter([*in_force, *sorted(soon, key=lambda window: window.starts_at)]), None)


def _month(day: date) -> date:
    return date(day.year, day.month, 1)
