from hypothesis import given
from hypothesis import strategies as st

from seikyu.kit.check_digits import (
    corporate_check_digit,
    has_registration_form,
    is_corporate_number,
    names_a_corporation,
)

TWELVE_DIGITS = st.text("0123456789", min_size=12, max_size=12)


def test_published_corporate_numbers_are_right() -> None:
    assert is_corporate_number("7000012050002")
    assert is_corporate_number("1180301018771")
    assert corporate_check_digit("123456789012") == 7


def test_a_wrong_check_digit_a_short_number_and_other_digits_are_not_corporate_numbers() -> None:
    assert not is_corporate_number("6000012050002")
    assert not is_corporate_number("700001205000")
    assert not is_corporate_number("７000012050002")
    assert not is_corporate_number("7000012050002\n")


@given(TWELVE_DIGITS)
def test_every_base_has_one_check_digit_from_one_to_nine(base: str) -> None:
    right = [digit for digit in "0123456789" if is_corporate_number(digit + base)]
    assert right == [str(corporate_check_digit(base))]
    assert right[0] != "0"


def test_a_registration_number_is_t_and_thirteen_digits() -> None:
    assert has_registration_form("T7000012050002")
    assert not has_registration_form("7000012050002")
    assert not has_registration_form("t7000012050002")
    assert not has_registration_form("T700001205000")
    assert not has_registration_form("T7000012050002\n")


def test_a_registration_number_that_fails_the_corporate_check_keeps_its_form() -> None:
    assert has_registration_form("T1234567890123")
    assert not names_a_corporation("T1234567890123")
    assert names_a_corporation("T7000012050002")
