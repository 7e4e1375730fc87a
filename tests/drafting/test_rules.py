"""Days and texts of templates: ends of months, turns of years."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.drafting import written
from seikyu.drafting.rules import DayRule, day_of_month, for_month, next_on, read_day_rule

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("rule", "month", "day"),
    [
        (DayRule(0, 31), "2026-01-31", "2026-01-31"),
        (DayRule(1, 31), "2026-01-31", "2026-02-28"),
        (DayRule(1, 31), "2028-01-15", "2028-02-29"),
        (DayRule(0, 20), "2026-11-01", "2026-11-20"),
        (DayRule(1, 10), "2026-12-01", "2027-01-10"),
        (DayRule(2, 31), "2026-12-01", "2027-02-28"),
        (DayRule(-1, 31), "2026-01-01", "2025-12-31"),
    ],
)
def test_a_rule_names_a_day_of_every_month(rule: DayRule, month: str, day: str) -> None:
    assert rule.on(date.fromisoformat(month)) == date.fromisoformat(day)
    assert read_day_rule(rule.written) == rule


@pytest.mark.parametrize("given", [None, "", "4:1", "-2:1", "0:0", "0:32", "x", "0:1 "])
def test_what_is_no_rule_is_none(given: str | None) -> None:
    assert read_day_rule(given) is None


@given(DAYS, st.integers(1, 31))
def test_the_next_day_is_later_and_at_most_a_month_on(today: date, day: int) -> None:
    found = next_on(today, day)
    assert today < found
    assert (found - today).days <= 31
    assert found == day_of_month(found, day)


def test_placeholders_follow_the_month_over_the_turn_of_the_year() -> None:
    tree = for_month(
        {
            "inv_name": "{年}年{月}月分 保守料",
            "remarks": "対象期間: {前月の年}年{前月}月｛翌月の年｝{翌月} {不明}",
            "details": [
                {"item_name": "{前月}月分", "item_slip_date": "2026-10-31"},
                {"item_slip_date": "きのう"},
            ],
        },
        date(2027, 1, 1),
        DayRule(0, 31),
        None,
    )
    assert tree == {
        "inv_name": "2027年1月分 保守料",
        "remarks": "対象期間: 2026年12月20272 {不明}",
        "details": [
            {"item_name": "12月分", "item_slip_date": "2027-01-31"},
            {"item_slip_date": "きのう"},
        ],
        "close_date": "2027-01-31",
        "pay_due_date": None,
    }


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("１，２３４円", "1234"),
        ("▲1,234.5", "-1234.5"),
        ("(1,000)", "-1000"),
        ("￥ 500", "500"),
        ("−5", "-5"),
        ("abc", "abc"),
        (" ", None),
    ],
)
def test_numbers_are_taken_as_people_write_them(typed: str, wire: str | None) -> None:
    assert written.number(typed) == wire


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("2026/4/1", "2026-04-01"),
        ("４／１", "2026-04-01"),
        ("2026年4月1日", "2026-04-01"),
        ("2026.12.31", "2026-12-31"),
        ("2026-02-30", "2026-02-30"),
        ("きのう", "きのう"),
        ("", None),
    ],
)
def test_days_are_taken_as_people_write_them(typed: str, wire: str | None) -> None:
    assert written.day(typed, date(2026, 11, 21)) == wire


@given(st.text(max_size=60))
def test_whatever_is_typed_can_be_read_and_shown(typed: str) -> None:
    assert written.shown_text(written.day(typed, date(2026, 11, 21))) is not None
    assert isinstance(written.shown_number(written.number(typed)), str)


@given(st.decimals(-(10**13), 10**13, places=5))
def test_a_number_that_is_shown_is_read_as_itself(value: Decimal) -> None:
    shown = written.shown_number(value)
    assert Decimal(written.number(shown) or "") == value
