"""What stands beside an invoice, on its page and in lists, and is another slice's business: passed in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.ui.format import When
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the card tells: how it stands, what it is, where to act on it."""

    status: str
    kind: str
    text: str
    note: str
    at: When | None
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the other slice knows of the invoice."""

    title: str
    lines: Sequence[Line]


CardOf = Callable[[Connection, Actor, int, Words], Awaitable[Card | None]]
"""Makes the card of an invoice of the actor's company, or none where there is nothing to tell."""


async def no_card(
    _connection: Connection, _actor: Actor, _invoice_mng_num: int, _words: Words
) -> Card | None:
    """Nothing to tell."""
    return None


PartOf = Callable[[Connection, Request, Actor, int], Awaitable[Markup | None]]
"""Makes a piece of the page of an invoice of the actor's company, which may hold forms of its own."""
MarksOf = Callable[[Connection, int, Sequence[int], Words], Awaitable[Mapping[int, str]]]
"""Says a word beside some of a company's invoices in a list, in one question however many there are."""


async def no_part(
    _connection: Connection, _request: Request, _actor: Actor, _invoice_mng_num: int
) -> Markup | None:
    """Nothing to show."""
    return None


async def no_marks(
    _connection: Connection, _owner: int, _numbers: Sequence[int], _words: Words
) -> Mapping[int, str]:
    """Nothing to say."""
    return {}


@dataclass(frozen=True, slots=True)
class Talk:
    """What the parties say to each other, on an invoice's page and as marks in the list."""

    part_of: PartOf = no_part
    marks_of: MarksOf = no_marks


SILENCE = Talk()
