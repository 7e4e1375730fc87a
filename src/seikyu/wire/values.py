"""Plain trees, as they come off the wire and as documents are kept, and typed ways to look into them.

A getter answers `None` where nothing is given and raises `TypeError` where the tree is not what its
declaration says: by then the tree has been read, so that is a bug.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias, Union

Value: TypeAlias = Union[str, int, Decimal, bool, date, "list[Value]", "dict[str, Value]", None]
Node: TypeAlias = dict[str, Value]


class Lone(dict[str, Value]):
    """An object that stands alone in XML: an array of one where an array is declared."""

    __slots__ = ()


def text(node: Mapping[str, Value], name: str) -> str | None:
    """A text, code or flag."""
    value = node.get(name)
    if value is None or isinstance(value, str):
        return value
    raise _unlike(name, "text", value)


def whole(node: Mapping[str, Value], name: str) -> int | None:
    """A whole number: yen, a rate, a sequence number."""
    value = node.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise _unlike(name, "a whole number", value)


def decimal(node: Mapping[str, Value], name: str) -> Decimal | None:
    """An exact number; stored documents write whole ones without a point."""
    value = node.get(name)
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise _unlike(name, "a number", value)


def day(node: Mapping[str, Value], name: str) -> date | None:
    """A date: as read from a request, or `yyyy-MM-dd` as stored."""
    value = node.get(name)
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise _unlike(name, "a date", value)


def node(node: Mapping[str, Value], name: str) -> Node | None:
    """An object."""
    value = node.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise _unlike(name, "an object", value)


def nodes(node: Mapping[str, Value], name: str) -> list[Node]:
    """The objects of an array, none when nothing is given."""
    value = node.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise _unlike(name, "an array", value)
    found = [element for element in value if isinstance(element, dict)]
    if len(found) != len(value):
        raise _unlike(name, "an array of objects", value)
    return found


def _unlike(name: str, kind: str, value: Value) -> TypeError:
    return TypeError(f"{name} is not {kind} but {type(value).__name__}")
