"""What the screens need to know of a side: where they stand, what is found, what a decision does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from seikyu.accounts.model import Actor
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import Side
from seikyu.db.pool import Connection
from seikyu.invoices.deciding.asked import Asked, Listed
from seikyu.invoices.deciding.reason import ReasonPage
from seikyu.kit.clock import Clock
from seikyu.ui.format import When
from seikyu.ui.words import Words
from seikyu.wire.codes import Code


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice as its side's lists show it."""

    number: int
    href: str
    partner: str
    inv_no: str
    day: When | None
    pay_due_date: When | None
    amount: str
    negative: bool
    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what waits, how many there are at each stage, and where else to look."""

    asked: Asked
    counts: Mapping[int, int]
    papers: Sequence[Paper]
    onward: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were approved, and the others, each with the reason it was left."""

    done: int
    left: Sequence[tuple[Paper, Code]]


Find = Callable[[Connection, int, Asked, frozenset[int]], Awaitable[Found]]
"""What is asked for among these numbers of an owner's."""
Approve = Callable[[Connection, Actor, Clock, int, Seen, str | None], Awaitable[None]]
ApproveMany = Callable[[Connection, Actor, Clock, Mapping[int, Seen], Words], Awaitable[Decided]]
AskWhy = Callable[[Connection, int, int, Words], Awaitable[ReasonPage]]
"""The page that asks why an owner's invoice is sent back; raises Refusal when it is in no approval."""
SendBack = Callable[[Connection, Actor, Clock, int, Seen, str], Awaitable[None]]
Move = Callable[[Connection, Actor, Clock, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DecidingSide:
    """A side. Its notices are sentences of its own slice."""

    side: Side
    listed: Listed
    waiting: str
    """The path of the list of what waits."""
    list: str
    """The path of all invoices, below which each has its own."""
    approve_at: str
    """The last part of the path where one is approved."""
    send_back_at: str
    here: str
    """The sentence that stands for approving those chosen."""
    status: Callable[[int, Words], tuple[str, str]]
    find: Find
    read_comment: Callable[[str | None], str | None]
    approve: Approve
    approve_many: ApproveMany
    ask_why: AskWhy
    read_reason: Callable[[str], str]
    send_back: SendBack
    withdraw: Move
    remind: Move
