"""The kinds of scalar fields: what each accepts, and how it is read from JSON or XML values.

A kind makes a reader: a function from a given value to the value a document keeps, which raises `Unfit`
when it does not fit. Nothing but white space is nothing given, in every kind. Numbers are read from JSON
numbers and from strings; texts, codes and dates from strings only. White space around a number, code or
date is dropped; texts are kept as they are, line breaks as a single newline.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from seikyu.kit.width import byte_length
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.values import Value

Reader: TypeAlias = Callable[[Value], Value]

Finding: TypeAlias = tuple[str, Code, Mapping[str, object]]
"""A fault before it knows where it is: the path from the value it was found in, code, values."""


BLANKS = " \t\r\n\u3000"
"""White space around a value, the full-width kind included."""


class Unfit(Exception):  # noqa: N818 -- it carries findings to the reader around it, it is not an error
    """A value that does not fit its field: why, and what of it could be read all the same."""

    def __init__(self, code: Code, **values: object) -> None:
        super().__init__(code.number)
        self.findings: Sequence[Finding] = (("", code, values),)
        self.value: Value = None


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most `limit` characters; line breaks and tabs only where it may have `lines`."""

    limit: int
    lines: bool = False

    def reader(self) -> Reader:
        """Read it."""
        limit, lines = self.limit, self.lines

        def read(value: Value) -> Value:
            if type(value) is not str:
                raise Unfit(codes.NOT_TEXT)
            if not value.isprintable():
                value = clean(value, lines=lines)
            if len(value) > limit:
                raise Unfit(codes.TOO_LONG, limit=limit)
            return value if value and not value.isspace() else None

        return read


@dataclass(frozen=True, slots=True)
class WideText:
    """Text of at most `limit` bytes as the published table counts them: full-width 2, half-width 1."""

    limit: int

    def reader(self) -> Reader:
        """Read it."""
        limit = self.limit

        def read(value: Value) -> Value:
            if type(value) is not str:
                raise Unfit(codes.NOT_TEXT)
            if not value.isprintable():
                value = clean(value, lines=False)
            if 2 * len(value) > limit and byte_length(value) > limit:
                raise Unfit(codes.TOO_WIDE, limit=limit)
            return value if value and not value.isspace() else None

        return read


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of one shape: a postal code, a telephone number, a mail address."""

    limit: int
    shape: re.Pattern[str]
    code: Code

    def reader(self) -> Reader:
        """Read it."""
        fits, code, limit = self.shape.fullmatch, self.code, self.limit

        def read(value: Value) -> Value:
            given = stripped(value)
            if given is None or (len(given) <= limit and fits(given)):
                return given
            raise Unfit(code, limit=limit)

        return read


ZIP = Pattern(8, re.compile(r"[0-9]{3}-[0-9]{4}"), codes.NOT_A_ZIP)
PHONE = Pattern(15, re.compile(r"[0-9]{1,5}-[0-9]{1,4}-[0-9]{1,4}"), codes.NOT_A_PHONE)
# What HTML's own e-mail fields take, and a dot in the domain.
EMAIL_SHAPE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)


def email(limit: int) -> Pattern:
    """A mail address of at most `limit` characters."""
    return Pattern(limit, EMAIL_SHAPE, codes.NOT_AN_EMAIL)


@dataclass(frozen=True, slots=True)
class Choice:
    """A code or flag: one of a few published strings, each with its meaning."""

    choices: Mapping[str, str]

    def reader(self) -> Reader:
        """Read it."""
        choices, named = frozenset(self.choices), "、".join(self.choices)

        def read(value: Value) -> Value:
            if type(value) is str and value in choices:
                return value
            given = stripped(value)
            if given is None or given in choices:
                return given
            raise Unfit(codes.NOT_A_CHOICE, choices=named)

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
class Day:
    """A date, `yyyy-MM-dd`, of Japan."""

    def reader(self) -> Reader:
        """Read it."""

        def read(value: Value) -> Value:
            given = stripped(value, codes.NOT_A_DATE)
            if given is None:
                return None
            # `fromisoformat` knows other shapes of ISO 8601 too, which are not published.
            if _DAY.fullmatch(given):
                try:
                    return date.fromisoformat(given)
                except ValueError:
                    pass
            raise Unfit(codes.NOT_A_DATE)

        return read


@dataclass(frozen=True, slots=True)
class Loose:
    """A text or number whose kind another field tells: kept as given until a rule settles it."""

    def reader(self) -> Reader:
        """Read it."""

        def read(value: Value) -> Value:
            if type(value) is int or type(value) is Decimal:
                return value
            if type(value) is not str:
                raise Unfit(codes.NOT_TEXT)
            return value if value and not value.isspace() else None

        return read


Scalar: TypeAlias = Text | WideText | Pattern | Choice | NumberChoice | Digits | Whole | Exact | Day | Loose


def clean(value: str, *, lines: bool) -> str:
    """A text without what must not be in it: control characters are a fault, line breaks become newlines.

    XML parsers hand on one newline for each kind of line break, so JSON texts are read the same way.
    """
    if not value.strip(BLANKS):
        return ""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if (_FORBIDDEN if lines else _FORBIDDEN_IN_LINE).search(value):
        raise Unfit(codes.FORBIDDEN_CHARACTER)
    return value


def stripped(value: Value, code: Code = codes.NOT_TEXT, limit: int | None = None) -> str | None:
    """A string without the white space around it, or nothing; `code` when it is no string."""
    if type(value) is not str:
        raise Unfit(code) if limit is None else Unfit(code, limit=limit)
    return value.strip(BLANKS) or None


def plain(number: Decimal) -> Decimal:
    """The same number in its shortest form without an exponent: what JSON shows is what was meant."""
    if not number:
        return _ZERO
    short = number.normalize()
    _, _, exponent = short.as_tuple()
    return short.quantize(_ONE) if isinstance(exponent, int) and exponent > 0 else short


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZERO, _ONE = Decimal(0), Decimal(1)
_BEYOND = 10**20
# Controls, the line and paragraph separators' cousins in C1, and what neither XML nor a file can hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
