"""State a whole master on screen, or delete it there; the API's way is `keep`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import person_in_charge
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.kit.stamp import stamp
from seikyu.partners import queries, screen_queries, store
from seikyu.partners.editing import Stating, doubles, judge
from seikyu.partners.keeping import CUSTOMERS, MasterElement, named, persons
from seikyu.partners.ledger import Book
from seikyu.partners.model import PUBLISHER, Fields, Master
from seikyu.partners.persons import unknown_person
from seikyu.partners.queries import FindInUse
from seikyu.partners.screen_queries import Shown
from seikyu.partners.terms import AS_THE_COMPANY, ROUNDINGS, Terms, change_terms, terms
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal
from seikyu.wire.values import text

EMPTY = "（空欄）"


@dataclass(frozen=True, slots=True)
class Stated:
    """A master as somebody stated it; `seen` is the stamp of what they began from.

    `double` says that they mean it when the code of a publisher is another's too; `faults` are of the terms.
    """

    element: MasterElement
    terms: Terms = AS_THE_COMPANY
    faults: tuple[Fault, ...] = ()
    seen: str = ""
    double: bool = False
    layouts: Mapping[UUID, str] = field(default_factory=dict)
    """The names of the layouts there are."""


@dataclass(frozen=True, slots=True)
class Done:
    """It stands as stated."""

    master_id: UUID


@dataclass(frozen=True, slots=True)
class Faulty:
    """Nothing was stored: all that is wrong."""

    faults: list[Fault]


@dataclass(frozen=True, slots=True)
class Shared:
    """Nothing was stored yet: this code is another publisher's too."""

    code: str


async def state(
    connection: Connection, actor: Actor, clock: Clock, stating: Stating, stated: Stated, own: UUID | None
) -> Done | Faulty | Shared:
    """Register a master (`own` is None) or change it to what was stated, with its event."""
    owner, now, kind = actor.company.company_id, clock(), stating.masters.kind
    element, masters = stated.element, stating.masters
    people = await person_in_charge(connection, owner, persons(masters, [element]))
    await queries.hold(connection, owner, alone=False)
    await queries.lock(connection, owner)
    known = None if own is None else await find(connection, owner, stating, own)
    before = (
        AS_THE_COMPANY if own is None or masters is not CUSTOMERS else await terms(connection, owner, own)
    )
    book = masters.book(await queries.load(connection, owner, named(masters, [element])))
    given = stating.complete({name: text(element.given, name) for name in kind.fields})
    faults = [*judge(stating, book, given, element.faults, own), *stated.faults]
    if masters is CUSTOMERS:
        employees = {person: len(matching) for person, matching in people.items()}
        broken = {fault.path for fault in faults}
        faults += unknown_person(element.given, stating.path, broken, employees)
    if known is not None and stated.seen != seen(known, before):
        faults = [Fault("", codes.EDITED_MEANWHILE), *faults]
    if faults:
        return Faulty(faults)
    code = given[PUBLISHER.fields[0]] if kind is PUBLISHER else None
    if code is not None and not stated.double and _newly_double(book, given, known, own):
        return Shared(code)
    master = Master(own or new_id(now), given)
    changes = _changes(stating, known, given)
    if known is None:
        await store.register(connection, owner, kind, [master], now)
    elif changes:
        await store.update(connection, owner, kind, [master], now)
    if stated.terms != before:
        await change_terms(connection, owner, master.master_id, stated.terms, now)
        changes += _agreed(before, stated)
    if known is None or changes:
        action = "registered" if known is None else "updated"
        told = None if known is None else "\n".join(changes)
        event = Event(f"{kind.subject}.{action}", kind.subject, str(master.master_id), comment=told)
        await record(connection, owner, actor.author, now, [event])
    return Done(master.master_id)


async def remove(
    connection: Connection, actor: Actor, clock: Clock, find_in_use: FindInUse, stating: Stating, own: UUID
) -> None:
    """Delete a master; refused while an invoice that is not issued yet uses it."""
    owner, now, kind = actor.company.company_id, clock(), stating.masters.kind
    await queries.hold(connection, owner, alone=True)
    await queries.lock(connection, owner)
    known = await find(connection, owner, stating, own)
    in_use = await find_in_use(connection, owner, stating.alone(Master(own, known.fields)))
    if own in stating.used(in_use):
        raise Refusal(codes.MASTER_IN_USE, status=409, label=stating.label)
    await store.delete(connection, owner, kind, [own], now)
    event = Event(f"{kind.subject}.deleted", kind.subject, str(own))
    await record(connection, owner, actor.author, now, [event])


async def find(connection: Connection, owner: int, stating: Stating, own: UUID) -> Shown:
    """The master, or 404."""
    known = await screen_queries.one(connection, owner, stating.masters.kind, own)
    if known is None:
        raise Refusal(codes.MASTER_NOT_THERE, status=404, label=stating.label)
    return known


def seen(known: Shown, agreed: Terms) -> str:
    """The stamp of what somebody who edits began from."""
    return stamp(sorted(known.fields.items()), agreed)


def _newly_double(book: Book, given: Fields, known: Shown | None, own: UUID | None) -> bool:
    code = PUBLISHER.fields[0]
    same = known is not None and known.fields[code] == given[code]
    return not same and bool(doubles(book, given, own))


def _changes(stating: Stating, known: Shown | None, given: Fields) -> list[str]:
    if known is None:
        return []
    labels = {field.name: field.label for field in stating.masters.element.fields}
    return [
        _told(labels[name], known.fields[name], given[name])
        for name in stating.masters.kind.fields
        if known.fields[name] != given[name]
    ]


def _told(label: str, before: str | None, after: str | None) -> str:
    return f"{label}: {before or EMPTY} → {after or EMPTY}"


def _agreed(before: Terms, stated: Stated) -> list[str]:
    names, after = stated.layouts, stated.terms
    told = []
    if before.rounding != after.rounding:
        told.append(_told("端数処理", _rounding(before), _rounding(after)))
    if before.layout_id != after.layout_id:
        layouts = (None if one.layout_id is None else names.get(one.layout_id) for one in (before, after))
        told.append(_told("書式", *layouts))
    return told


def _rounding(agreed: Terms) -> str | None:
    return None if agreed.rounding is None else ROUNDINGS[agreed.rounding.value]
