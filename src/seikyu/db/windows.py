"""A part of a list: how much of it, in which order, and the rows it is made of."""

from collections.abc import Collection
from dataclasses import dataclass

from seikyu.db.conditions import Conditions

NUMBER = "invoice_mng_num"
"""Always the last word of an order, so that pages never overlap."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list, in which order; `start` counts from 0."""

    start: int = 0
    count: int = 100
    sort: str = NUMBER
    descending: bool = False


def part(table: str, where: Conditions, window: Window, sorts: Collection[str]) -> str:
    """The rows of the window out of a table of invoices, `i`, not yet in order.

    Only numbers are passed over on the way to a page far down; the rows of the page are fetched by them.
    """
    text = where.text
    return (
        f"(SELECT {NUMBER} FROM {table} WHERE {text} {ordered(window, sorts)} "  # noqa: S608 -- names of our own
        f"LIMIT {where.parameter(window.count)} OFFSET {where.parameter(window.start)}) AS p "
        f"JOIN {table} AS i USING ({NUMBER})"
    )


def ordered(window: Window, sorts: Collection[str]) -> str:
    """The order of a window, which is one of `sorts`."""
    if window.sort not in sorts:
        raise ValueError(f"not a sort of this list: {window.sort}")
    direction = "DESC" if window.descending else "ASC"
    first = "" if window.sort == NUMBER else f"{window.sort} {direction} NULLS LAST, "
    return f"ORDER BY {first}{NUMBER} {direction}"
