"""A card beside an invoice whose content is another slice's business and passed in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

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
