"""How figures and dates are written, and how what people type is read."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from seikyu.ui import format as written
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address
from seikyu.ui.words import load_words


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "¥0"),
        (1234567, "¥1,234,567"),
        (-54000, "▲¥54,000"),
        (None, ""),
        (10**13 - 1, "¥9,999,999,999,999"),
    ],
)
def test_yen_are_grouped_and_a_negative_amount_has_its_triangle(amount: int | None, shown: str) -> None:
    assert written.yen(amount) == shown


def test_a_figure_has_the_decimals_it_needs() -> None:
    assert written.figure(Decimal("3480.50000")) == "3,480.5"
    assert written.figure(Decimal(-12), 1) == "▲12.0"
    assert written.figure(None) == ""


def test_dates_are_those_of_japan() -> None:
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert written.day_of(late) == written.When("2026/11/21", "2026-11-21")
    assert written.moment(late) == written.When("2026/11/21 00:30", "2026-11-21T00:30:00+09:00")
    assert written.long_day(date(2026, 1, 5), "ja") == written.When("2026年1月5日", "2026-01-05")
    assert written.long_day(date(2026, 1, 5), "en") == written.When("5 Jan 2026", "2026-01-05")
    assert (
        written.day(None)
        is written.moment(None)
        is written.day_of(None)
        is written.long_day(None, "ja")
        is None
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1200", 1200), ("１，２００円", 1200), ("¥1,200", 1200), ("▲500", -500), ("-5", -5), ("１２.５", None)],
)
def test_an_amount_is_read_however_it_is_typed(typed: str, read: int | None) -> None:
    inputs = Inputs(Address("/", {"amount": typed}), load_words()["ja"])
    assert inputs.amount("amount", "issuing.column.inv_show_amount") == read
    assert bool(inputs.problems) is (read is None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-11-21", date(2026, 11, 21)), ("２０２６/11/21", date(2026, 11, 21)), ("昨日", None)],
)
def test_a_date_is_read_however_it_is_typed(typed: str, read: date | None) -> None:
    inputs = Inputs(Address("/", {"day": typed}), load_words()["ja"])
    assert inputs.day("day", "issuing.column.send_date") == read
