from datetime import date

import pytest

from seikyu.journals.deduction import deductible_percent
from seikyu.kit.bank_days import is_bank_day
from seikyu.payees.model import PaymentTerms, due_date


@pytest.mark.parametrize(
    ("terms", "purchased", "due"),
    [
        (PaymentTerms(31, 1, 31, "0"), date(2026, 1, 15), date(2026, 2, 28)),
        (PaymentTerms(31, 1, 31, "0"), date(2026, 1, 31), date(2026, 2, 28)),
        (PaymentTerms(20, 1, 10, "0"), date(2026, 7, 20), date(2026, 8, 10)),
        (PaymentTerms(20, 1, 10, "0"), date(2026, 7, 21), date(2026, 9, 10)),
        (PaymentTerms(20, 1, 10, "0"), date(2026, 12, 21), date(2027, 2, 10)),
        (PaymentTerms(31, 1, 31, "1"), date(2026, 4, 30), date(2026, 5, 29)),  # the 31st is a Sunday
        (PaymentTerms(31, 1, 31, "2"), date(2026, 4, 30), date(2026, 6, 1)),
        (PaymentTerms(31, 0, 31, "2"), date(2026, 12, 1), date(2027, 1, 4)),  # banks rest to 3 January
    ],
)
def test_what_was_bought_is_due_as_agreed_and_on_a_day_banks_are_open(
    terms: PaymentTerms, purchased: date, due: date
) -> None:
    assert due_date(terms, purchased) == due


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 4), True),
        (date(2026, 9, 22), False),  # between two holidays
        (date(2026, 11, 21), False),
    ],
)
def test_banks_rest_on_weekends_holidays_and_at_new_year(day: date, opened: bool) -> None:  # noqa: FBT001 -- a table of cases
    assert is_bank_day(day) is opened


@pytest.mark.parametrize(
    ("purchased", "percent"),
    [
        (date(2023, 9, 30), 100),
        (date(2023, 10, 1), 80),
        (date(2026, 9, 30), 80),
        (date(2026, 10, 1), 70),
        (date(2028, 10, 1), 50),
        (date(2030, 10, 1), 30),
        (date(2031, 10, 1), 0),
    ],
)
def test_the_deductible_share_follows_the_day_of_purchase(purchased: date, percent: int) -> None:
    assert deductible_percent(purchased, registered=False) == percent
    assert deductible_percent(purchased, registered=True) == 100
