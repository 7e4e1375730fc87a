"""Money: whole yen, the ways a fraction of a yen is dropped, consumption tax, and how figures are written."""

from decimal import Decimal
from enum import Enum
from fractions import Fraction


class Rounding(Enum):
    """端数処理: the issuer's choice of what becomes of a fraction of a yen (law 2.1)."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


def whole_yen(amount: Fraction, rounding: Rounding) -> int:
    """An exact amount in whole yen; a negative one is rounded as its positive, so that a return cancels."""
    yen, rest = divmod(abs(amount.numerator), amount.denominator)
    match rounding:
        case Rounding.DOWN:
            up = False
        case Rounding.HALF_UP:
            up = 2 * rest >= amount.denominator
        case Rounding.UP:
            up = rest > 0
    yen += up
    return -yen if amount < 0 else yen


def tax_on(without_tax: int, rate: int) -> Fraction:
    """The exact tax to be added to an amount without tax; the rate in percent."""
    return Fraction(without_tax * rate, 100)


def tax_within(with_tax: int, rate: int) -> Fraction:
    """The exact tax an amount with tax holds: at 10 percent, ten hundred-and-tenths of it (law 2.1)."""
    return Fraction(with_tax * rate, 100 + rate)


def grouped(value: int | Decimal, places: int = 0) -> str:
    """A figure as Japanese accountants print it: `1,234`, a negative one as `▲1,234`.

    Has as many decimals as it needs, and at least `places`.
    """
    number = Decimal(value)
    exponent = number.normalize().as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    digits = f"{abs(number):,.{max(needed, places)}f}"
    return f"▲{digits}" if number < 0 else digits
