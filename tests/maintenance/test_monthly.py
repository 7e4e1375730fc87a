"""A monthly rule makes windows by the clocks of Japan, ahead and past midnight, and any of them can go."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from seikyu.db.pool import transaction
from seikyu.kit.jst import JST
from seikyu.maintenance.actions.end import cancel
from seikyu.maintenance.actions.plan import plan_monthly
from seikyu.maintenance.model import Notice, Rule
from seikyu.maintenance.rules import day_of_month, read_day, windows_of
from tests.maintenance.house import OPERATOR, Site

MADE = datetime(2026, 11, 1, tzinfo=JST)
SECOND_SATURDAY = Rule(1, 2, 5, time(22), time(2), ("all",), Notice("月例"), MADE)


@pytest.mark.parametrize(
    ("said", "month", "day"),
    [
        ("second saturday", date(2026, 11, 1), date(2026, 11, 14)),
        ("first sunday", date(2026, 11, 1), date(2026, 11, 1)),
        ("Last Monday", date(2026, 11, 1), date(2026, 11, 30)),
        ("last sunday", date(2026, 12, 1), date(2026, 12, 27)),
        ("fourth thursday", date(2028, 2, 1), date(2028, 2, 24)),
        ("last tuesday", date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_days_are_those_of_the_calendar(said: str, month: date, day: date) -> None:
    read = read_day(said)
    assert read is not None
    assert day_of_month(month, *read) == day


@pytest.mark.parametrize("said", ["", "fifth monday", "saturday", "second funday", "second"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert read_day(said) is None


def test_a_window_past_midnight_ends_the_next_day_in_japan() -> None:
    window = next(iter(windows_of(SECOND_SATURDAY, MADE)))
    assert window.starts_at == datetime(2026, 11, 14, 13, tzinfo=UTC)
    assert window.ends_at == datetime(2026, 11, 14, 17, tzinfo=UTC)
    assert window.key == "m1-20261114"


def test_windows_are_known_three_months_ahead_and_none_from_before_the_rule() -> None:
    keys = [window.key for window in windows_of(SECOND_SATURDAY, MADE + timedelta(days=20))]
    assert keys[:4] == ["m1-20261114", "m1-20261212", "m1-20270109", "m1-20270213"]


async def test_one_day_or_the_whole_rule_is_called_off(site: Site) -> None:
    now = site.clock()
    rule = Rule(0, 1, 0, time(3), time(4), ("screens",), Notice(), now)
    async with transaction(site.pool, None) as connection:
        kept = await plan_monthly(connection, OPERATOR, rule)
    await site.look()
    first, second, *_ = site.watches[0].windows
    async with transaction(site.pool, None) as connection:
        assert await cancel(connection, OPERATOR, first.key, now)
        assert not await cancel(connection, OPERATOR, f"{kept.key}-20260102", now)
    await site.look()
    assert site.watches[0].windows[0].key == second.key
    async with transaction(site.pool, None) as connection:
        assert await cancel(connection, OPERATOR, kept.key, now)
    await site.look()
    assert site.watches[0].windows == ()
