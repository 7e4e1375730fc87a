"""The kinds of fields that hold numbers: what each accepts, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from seikyu.wire import codes
from seikyu.wire.unfit import Reader, Unfit, stripped
from seikyu.wire.values import Value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number of at most `digits` digits, a minus not counted; perhaps within a range."""

    digits: int
    low: int | None = None
    high: int | None = None

    def reader(self) -> Reader:
        """Read it."""
        digits, beyond = self.digits, 10**self.digits
        low, high = self.low, self.high
        least = 1 - beyond if low is None else low
        most = beyond - 1 if high is None else high

        def read(value: Value) -> Value:
            if type(value) is not int:
                given = stripped(value, codes.NOT_WHOLE)
                if given is None:
                    return None
                magnitude = given.removeprefix("-")
                if not (magnitude.isascii() and magnitude.isdigit()):
                    raise Unfit(codes.NOT_WHOLE)
                if len(magnitude) > digits:
                    raise Unfit(codes.TOO_MANY_DIGITS, limit=digits)
                value = int(given)
            if least <= value <= most:
                return value
            if -beyond < value < beyond:
                raise Unfit(codes.OUT_OF_RANGE, low=least, high=most)
            raise Unfit(codes.TOO_MANY_DIGITS, limit=digits)

        return read


@dataclass(frozen=True, slots=True)
class Exact:
    """A decimal number of at most `whole` integer and `fraction` fraction digits, a minus not counted."""

    whole: int
    fraction: int

    def reader(self) -> Reader:
        """Read it."""
        whole, fraction, beyond = self.whole, self.fraction, 10**self.whole

        def read(value: Value) -> Value:
            if type(value) is int:
                if -beyond < value < beyond:
                    return Decimal(value)
            elif type(value) is Decimal:
                _, digits, exponent = value.as_tuple()
                if isinstance(exponent, int) and -exponent <= fraction and len(digits) + exponent <= whole:
                    return plain(value)
            else:
                given = stripped(value, codes.NOT_A_NUMBER)
                if given is None:
                    return None
                above, point, below = given.removeprefix("-").partition(".")
                if not (_is_digits(above) and (_is_digits(below) if point else True)):
                    raise Unfit(codes.NOT_A_NUMBER)
                if len(above) <= whole and len(below) <= fraction:
                    return plain(Decimal(given))
            raise Unfit(codes.TOO_MANY_DECIMAL_DIGITS, whole=whole, fraction=fraction)

        return read


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """A number out of a few published ones, each with its meaning."""

    digits: int
    choices: Mapping[int, str]

    def reader(self) -> Reader:
        """Read it."""
        choices, named = frozenset(self.choices), "、".join(map(str, self.choices))
        number = Whole(self.digits).reader()

        def read(value: Value) -> Value:
            if type(value) is not int:
                try:
                    value = number(value)
                except Unfit:
                    raise Unfit(codes.NOT_A_CHOICE, choices=named) from None
            if value is None or value in choices:
                return value
            raise Unfit(codes.NOT_A_CHOICE, choices=named)

        return read


@dataclass(frozen=True, slots=True)
class Digits:
    """A number that identifies and is never reckoned with: kept as a string of digits."""

    limit: int
    exact: bool = False

    def reader(self) -> Reader:
        """Read it."""
        limit, least = self.limit, self.limit if self.exact else 1
        code = codes.NOT_EXACT_DIGITS if self.exact else codes.NOT_DIGITS

        def read(value: Value) -> Value:
            given = (
                str(value) if type(value) is int and abs(value) < _BEYOND else stripped(value, code, limit)
            )
            if given is None or (least <= len(given) <= limit and given.isascii() and given.isdigit()):
                return given
            raise Unfit(code, limit=limit)

        return read


def plain(number: Decimal) -> Decimal:
    """The same number in its shortest form without an exponent: what JSON shows is what was meant."""
    if not number:
        return _ZERO
    short = number.normalize()
    _, _, exponent = short.as_tuple()
    return short.quantize(_ONE) if isinstance(exponent, int) and exponent > 0 else short


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


_ZERO, _ONE = Decimal(0), Decimal(1)
_BEYOND = 10**20
