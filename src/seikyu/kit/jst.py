"""Japan Standard Time: every date of the wire is a date of this zone (contract §2)."""

from datetime import date, datetime, timedelta, timezone

from seikyu.kit.clock import Clock

JST = timezone(timedelta(hours=9), "JST")


def today(clock: Clock) -> date:
    """The present date in Japan."""
    return clock().astimezone(JST).date()


def wire_time(moment: datetime | None) -> str | None:
    """`yyyy-MM-dd HH:mm:ss` in JST, as the wire writes date-times (contract §2)."""
    return None if moment is None else moment.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")


def wire_date(moment: datetime | None) -> str | None:
    """`yyyy-MM-dd` of the moment in JST."""
    return None if moment is None else moment.astimezone(JST).date().isoformat()


def start_of_day(day: date) -> datetime:
    """The moment a JST date begins."""
    return datetime(day.year, day.month, day.day, tzinfo=JST)
