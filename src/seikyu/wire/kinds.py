"""The kinds of scalar fields: what each accepts, and how it is read from JSON or XML values.

A kind makes a reader: a function from a given value to the value a document keeps, which raises `Unfit`
when it does not fit. Nothing but white space is nothing given, in every kind. Numbers are read from JSON
numbers and from strings; texts, codes and dates from strings only. White space around a number, code or
date is dropped; texts are kept as they are, line breaks as a single newline.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from seikyu.wire import codes
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.text_kinds import Choice, Pattern, Text, WideText
from seikyu.wire.unfit import Reader, Unfit, stripped
from seikyu.wire.values import Value


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

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
