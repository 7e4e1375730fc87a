"""法人番号 and 登録番号: their forms and the check digit of the former (law 2.2)."""

import re

_CORPORATE = re.compile(r"[1-9][0-9]{12}", re.ASCII)
_REGISTRATION = re.compile(r"T[0-9]{13}", re.ASCII)


def corporate_check_digit(base: str) -> int:
    """The first digit of a corporate number, from the twelve that follow it.

    From the right, digits in even places count twice; nine less the sum's remainder by nine (law 2.2).
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return 9 - total % 9


def is_corporate_number(text: str) -> bool:
    """Thirteen digits of which the first checks the others."""
    return _CORPORATE.fullmatch(text) is not None and int(text[0]) == corporate_check_digit(text[1:])


def has_registration_form(text: str) -> bool:
    """`T` and thirteen digits: all that may be demanded of a registration number (law 2.2)."""
    return _REGISTRATION.fullmatch(text) is not None


def names_a_corporation(registration_number: str) -> bool:
    """The digits after the `T` are a corporate number.

    Those of people are under no documented check: a `False` is worth a warning, never a refusal (law 2.2).
    """
    return has_registration_form(registration_number) and is_corporate_number(registration_number[1:])
