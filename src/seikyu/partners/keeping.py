"""Deciding a batch of masters (contract §4, no. 4): pure, from what was read and what was loaded.

The three kinds differ in how an element is settled or deleted; `PUBLISHERS`, `CUSTOMERS` and `BANKS` say how.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from seikyu.partners import bank_master, wire
from seikyu.partners.doubts import Doubts, about_bank, about_customer, about_publisher
from seikyu.partners.inviting import Invite, asked
from seikyu.partners.ledger import Book, Ledger
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Fields, Kind
from seikyu.partners.named import Named
from seikyu.partners.persons import Person, person_of, unknown_person
from seikyu.partners.rules import (
    Settled,
    delete_bank,
    delete_customer,
    delete_publisher,
    settle_bank,
    settle_customer,
    settle_publisher,
)
from seikyu.wire.batch import faults_at, not_an_object, read_batch
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record
from seikyu.wire.values import Node, Value, text

DELETE = "1"


@dataclass(frozen=True, slots=True)
class MasterElement:
    """One master of a request, as far as it could be read, and what is wrong with it."""

    index: int
    given: Node
    faults: tuple[Fault, ...]

    @property
    def deletes(self) -> bool:
        """Whether the master is to be deleted."""
        return text(self.given, "delete_flg") == DELETE


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands, and which of its values could not be read."""

    path: str
    broken: AbstractSet[str]
    now: datetime


@dataclass(frozen=True, slots=True)
class Masters:
    """One kind of master as the API keeps it; filters on `parts` find a text anywhere in the value."""

    name: str
    kind: Kind
    request: Record
    element: Record
    asked: Record
    listed: Record
    kept: Record
    parts: tuple[str, ...]
    book: Callable[[Ledger], Book]
    add: Callable[[Named, Node], None]
    settle: Callable[[Book, Fields, Place], Settled]
    delete: Callable[[Book, Fields, Place], list[Fault]]
    doubts: Doubts


PUBLISHERS = Masters(
    "publishers",
    PUBLISHER,
    wire.PUBLISHERS_REQUEST,
    wire.PUBLISHER_MASTER,
    wire.PUBLISHER_LIST,
    wire.LISTED_PUBLISHER,
    wire.KEPT_PUBLISHER,
    ("publisher_company_name",),
    lambda ledger: ledger.publishers,
    Named.add_publisher,
    lambda book, given, at: settle_publisher(book, given, at.path, at.now, at.broken),
    lambda book, given, at: delete_publisher(book, given, at.path),
    about_publisher,
)
CUSTOMERS = Masters(
    "customers",
    CUSTOMER,
    wire.CUSTOMERS_REQUEST,
    wire.CUSTOMER_MASTER,
    wire.CUSTOMER_LIST,
    wire.LISTED_CUSTOMER,
    wire.KEPT_CUSTOMER,
    ("company_name_org",),
    lambda ledger: ledger.customers,
    Named.add_customer,
    lambda book, given, at: settle_customer(book, given, at.path, at.now, at.broken),
    lambda book, given, at: delete_customer(book, given, at.path, at.broken),
    about_customer,
)
BANKS = Masters(
    "banks",
    BANK_ACCOUNT,
    wire.BANKS_REQUEST,
    wire.BANK_MASTER,
    wire.BANK_LIST,
    wire.LISTED_BANK,
    wire.KEPT_BANK,
    ("depositor_name",),
    lambda ledger: ledger.banks,
    Named.add_bank,
    lambda book, given, at: settle_bank(book, given, at.path, at.now, at.broken, bank_master.complete),
    lambda book, given, at: delete_bank(book, given, at.path, at.broken),
    about_bank,
)
ALL = (PUBLISHERS, CUSTOMERS, BANKS)


@dataclass(frozen=True, slots=True)
class Kept:
    """An element that was done: its place, what was done, and the master as it stood or stands."""

    index: int
    outcome: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored."""

    kept: list[Kept]
    faults: list[Fault]
    invites: list[Invite]


def read_masters(masters: Masters, tree: Value) -> tuple[list[Fault], list[MasterElement]]:
    """Read a request, from JSON or XML, with every fault of it."""
    name, label = masters.name, masters.element.label

    def read(index: int, element: Value, _: Node) -> MasterElement:
        given, read_findings = masters.element.compiled(element if isinstance(element, dict) else {})
        findings = not_an_object(element, label) or read_findings
        return MasterElement(index, given, faults_at(f"{name}[{index}]", findings, index))

    return read_batch(tree, wire.HEAD, name, label, read)


def named(masters: Masters, elements: Sequence[MasterElement]) -> Named:
    """By what the masters of the batch can be found."""
    found = Named()
    for element in elements:
        masters.add(found, element.given)
    return found


def persons(masters: Masters, elements: Sequence[MasterElement]) -> set[Person]:
    """The persons in charge that a batch of customers names."""
    if masters is not CUSTOMERS:
        return set()
    people = (person_of(element.given) for element in elements)
    return {person for person in people if person is not None}


def decide(
    masters: Masters,
    elements: Sequence[MasterElement],
    ledger: Ledger,
    employees: Mapping[Person, int],
    now: datetime,
) -> Decision:
    """Decide each element in the order of the request."""
    decision = Decision([], [], [])
    book = masters.book(ledger)
    for element in elements:
        mark = book.mark()
        broken, invite = {fault.path for fault in element.faults}, None
        at = Place(f"{masters.name}[{element.index}]", broken, now)
        given: Fields = {name: text(element.given, name) for name in masters.kind.fields}
        if element.deletes:
            found, kept = masters.delete(book, given, at), Kept(element.index, "deleted", given)
        else:
            settled = masters.settle(book, given, at)
            found = [*settled.faults]
            if masters is CUSTOMERS:
                found += unknown_person(element.given, at.path, broken, employees)
                lacking, invite = asked(element.given, settled, at.path)
                found += lacking
            kept = Kept(element.index, "registered" if settled.new else "updated", settled.shown)
        # What the reader found wrong with a value is not found missing a second time.
        faults = [*element.faults, *(fault for fault in found if fault.path not in broken)]
        if faults:
            book.go_back(mark)
            decision.faults.extend(replace(fault, index=element.index) for fault in faults)
        else:
            decision.kept.append(kept)
            if invite is not None:
                decision.invites.append(replace(invite, index=element.index))
    return decision
