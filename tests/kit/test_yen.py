from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.kit.yen import Rounding, grouped, tax_on, tax_within, whole_yen

AMOUNTS = st.integers(min_value=-(10**13) + 1, max_value=10**13 - 1)
RATES = st.sampled_from((0, 5, 8, 10))
ROUNDINGS = st.sampled_from(Rounding)


@pytest.mark.parametrize(
    ("amount", "down", "half_up", "up"),
    [
        (Fraction(24694, 10), 2469, 2469, 2470),
        (Fraction(5, 2), 2, 3, 3),
        (Fraction(7), 7, 7, 7),
        (Fraction(-5, 2), -2, -3, -3),
        (Fraction(1, 3), 0, 0, 1),
        (Fraction(-1, 3), 0, 0, -1),
    ],
)
def test_a_fraction_of_a_yen_goes_the_chosen_way(amount: Fraction, down: int, half_up: int, up: int) -> None:
    assert [whole_yen(amount, way) for way in Rounding] == [down, half_up, up]


@given(AMOUNTS, RATES, ROUNDINGS)
def test_a_returned_amount_cancels_its_tax(amount: int, rate: int, rounding: Rounding) -> None:
    assert whole_yen(tax_on(-amount, rate), rounding) == -whole_yen(tax_on(amount, rate), rounding)
    assert whole_yen(tax_within(-amount, rate), rounding) == -whole_yen(tax_within(amount, rate), rounding)


@given(AMOUNTS, RATES, ROUNDINGS)
def test_rounded_tax_lies_less_than_a_yen_from_the_exact_one(amount: int, rate: int, way: Rounding) -> None:
    assert abs(whole_yen(tax_on(amount, rate), way) - tax_on(amount, rate)) < 1


@given(AMOUNTS, RATES)
def test_the_tax_within_an_amount_is_the_tax_on_the_rest(with_tax: int, rate: int) -> None:
    tax = tax_within(with_tax, rate)
    assert (with_tax - tax) * rate / 100 == tax


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (0, 0, "0"),
        (-0, 0, "0"),
        (1234567, 0, "1,234,567"),
        (-1100, 0, "▲1,100"),
        (9999999999999, 0, "9,999,999,999,999"),
        (Decimal("1380.5"), 0, "1,380.5"),
        (Decimal("1380.50000"), 0, "1,380.5"),
        (Decimal("-0.00001"), 0, "▲0.00001"),
        (Decimal("1E+3"), 0, "1,000"),
        (Decimal(12), 3, "12.000"),
        (Decimal("1234567890123.12345"), 0, "1,234,567,890,123.12345"),
    ],
)
def test_figures_are_grouped_and_negatives_carry_the_triangle(
    value: int | Decimal, places: int, written: str
) -> None:
    assert grouped(value, places) == written
