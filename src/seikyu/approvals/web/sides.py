"""What the screens need to know of a side: whose invoices, and how its partners are written in a form."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass

from seikyu.approvals.model import Side
from seikyu.db.pool import Connection
from seikyu.partners.by_code import find_customers, write_customers

Find = Callable[[Connection, int, Collection[str]], Awaitable[Mapping[str, frozenset[str]]]]
Write = Callable[[Connection, int, Collection[str]], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class SideScreen:
    """A side, and how partners are found by what people write, and written again by their ids."""

    side: Side
    find: Find
    write: Write


SELLER = SideScreen(Side.SELLER, find_customers, write_customers)
