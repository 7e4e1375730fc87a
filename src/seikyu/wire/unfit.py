"""A value that does not fit its field, and what every kind of field begins with."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

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


def stripped(value: Value, code: Code = codes.NOT_TEXT, limit: int | None = None) -> str | None:
    """A string without the white space around it, or nothing; `code` when it is no string."""
    if type(value) is not str:
        raise Unfit(code) if limit is None else Unfit(code, limit=limit)
    return value.strip(BLANKS) or None
