"""The kinds of fields that hold text: what each accepts, and how it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.kit.width import byte_length
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.unfit import BLANKS, Reader, Unfit, stripped
from seikyu.wire.values import Value


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


# Controls, the line and paragraph separators' cousins in C1, and what neither XML nor a file can hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
