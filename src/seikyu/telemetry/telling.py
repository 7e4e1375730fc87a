"""What a log may repeat of an exception: its words can hold the very value it is about."""

import builtins
from collections.abc import Mapping

import asyncpg

WITHHELD = "(told at level debug only)"


def said(problem: BaseException) -> str:
    """The name of an exception and, where they are no data of anybody's, its words."""
    return f"{type(problem).__name__}: {words(type(problem), str(problem))}"


def words(kind: type | None, text: str) -> str:
    """The words of an exception of this kind as a log may hold them.

    The system's are kept, and the database's but for its details, which repeat rows, and for complaints about
    a value, which repeat the value.
    """
    if kind is not None and issubclass(kind, OSError | TimeoutError | asyncpg.InterfaceError):
        return text
    if (
        kind is not None
        and issubclass(kind, asyncpg.PostgresError)
        and not issubclass(kind, asyncpg.DataError)
    ):
        return text.partition("\n")[0]
    return WITHHELD if text else ""


def kind_named(told: Mapping[str, object]) -> type | None:
    """The class of an exception in a rendered traceback, if it is one of those whose words are looked at."""
    name = str(told.get("exc_type", ""))
    found = getattr(builtins, name, None) or getattr(asyncpg, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
