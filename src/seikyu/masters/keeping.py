"""Deciding a batch of masters of one kind: pure, from what was read and what was loaded."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from seikyu.kit.ids import new_id
from seikyu.masters.model import DELETES, RESPONSE_TYPE, Key, Kind, Master, Reference, joined, parted
from seikyu.wire import codes
from seikyu.wire.batch import faults_at, not_an_object, read_batch
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Record
from seikyu.wire.values import Node, Value, text

HEAD = Record("CodedMastersHead", "マスタ", (RESPONSE_TYPE,))


@dataclass(frozen=True, slots=True)
class Element:
    """One master of a request, as far as it could be read, and what is wrong with it."""

    index: int
    given: Node
    faults: tuple[Fault, ...]

    @property
    def deletes(self) -> bool:
        """Whether the master is to be deleted."""
        return text(self.given, "delete_flg") == DELETES


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the batch speaks of, as it stands: masters by key, keys in use, keys to refer to."""

    known: Mapping[Key, Master]
    in_use: AbstractSet[Key]
    referred: Mapping[str, AbstractSet[Key]]


@dataclass(frozen=True, slots=True)
class Kept:
    """An element that was done: its place, what was done, and the master as it stood or stands."""

    index: int
    outcome: str
    fields: Node


@dataclass(slots=True)
class Decision:
    """The outcome of a batch, before anything of it is stored."""

    kept: list[Kept] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    registered: dict[UUID, Master] = field(default_factory=dict)
    updated: dict[UUID, Master] = field(default_factory=dict)
    deleted: dict[UUID, Master] = field(default_factory=dict)


def read_masters(kind: Kind, tree: Value) -> tuple[list[Fault], list[Element]]:
    """Read a request, from JSON, XML, a form or a file, with every fault of it."""

    def read(index: int, element: Value, _: Node) -> Element:
        given, findings = kind.element.compiled(element if isinstance(element, dict) else {})
        found = not_an_object(element, kind.label) or findings
        return Element(index, given, faults_at(f"{kind.name}[{index}]", found, index))

    return read_batch(tree, HEAD, kind.name, kind.label, read)


def references(kind: Kind, elements: Sequence[Element]) -> dict[str, set[Key]]:
    """The masters of other kinds that a batch refers to."""
    found: dict[str, set[Key]] = {reference.kind: set() for reference in kind.refers}
    for element in elements:
        for reference in kind.refers:
            if (key := _referred(reference, element.given)) is not None:
                found[reference.kind].add(key)
    return found


def decide(
    kind: Kind,
    elements: Sequence[Element],
    loaded: Loaded,
    now: datetime,
    *,
    whole: bool,
    known_only: bool = False,
) -> Decision:
    """Decide each element in the order of the request.

    With `whole` an element states all of the master, so that what is left out becomes empty, as on screen;
    without it, what is left out stays (decision 0003). With `known_only` nothing new is registered.
    """
    decision, book = Decision(), dict(loaded.known)
    for element in elements:
        path = f"{kind.name}[{element.index}]"
        key = kind.key_of(element.given)
        known = None if key is None else book.get(key)
        read_faults = _counting(kind, path, element, partial=not whole and (known is not None or known_only))
        broken = {fault.path for fault in read_faults}
        after = _after(kind, known, element.given, now, whole=whole)
        if element.deletes:
            found = _deletion(kind, path, key, known, loaded.in_use)
        elif known_only and known is None and key is not None:
            found = [Fault(path, codes.MASTER_UNKNOWN, {"label": kind.label})]
        else:
            found = _missing_references(kind, path, element.given, loaded.referred)
            found += _unsound(kind, path, after.fields, broken)
        # What the reader found wrong with a value is not found missing a second time.
        faults = [*read_faults, *(fault for fault in found if fault.path not in broken)]
        if faults or key is None:
            decision.faults.extend(replace(fault, index=element.index) for fault in faults)
        elif element.deletes:
            _delete(decision, book, key, element.index)
        else:
            _put(decision, book, key, element.index, after)
    return decision


def _counting(kind: Kind, path: str, element: Element, *, partial: bool) -> list[Fault]:
    """The reader's faults, without those about values that may be left out here: all but the key's."""
    if not (partial or element.deletes):
        return [*element.faults]
    keys = {f"{path}.{name}" for name in kind.keys}
    return [fault for fault in element.faults if fault.code is not codes.REQUIRED or fault.path in keys]


def _after(kind: Kind, known: Master | None, given: Node, now: datetime, *, whole: bool) -> Master:
    names = [each.name for each in kind.fields]
    if known is None:
        return Master(new_id(now), {name: given[name] for name in names})
    kept = {} if whole else {name: value for name, value in known.fields.items() if given.get(name) is None}
    return Master(known.master_id, {name: kept.get(name, given[name]) for name in names})


def _put(decision: Decision, book: dict[Key, Master], key: Key, index: int, after: Master) -> None:
    new = key not in book
    if new or after.master_id in decision.registered:
        decision.registered[after.master_id] = after
    elif after != book[key]:
        decision.updated[after.master_id] = after
    book[key] = after
    decision.kept.append(Kept(index, "registered" if new else "updated", after.fields))


def _delete(decision: Decision, book: dict[Key, Master], key: Key, index: int) -> None:
    gone = book.pop(key)
    decision.updated.pop(gone.master_id, None)
    if decision.registered.pop(gone.master_id, None) is None:
        decision.deleted[gone.master_id] = gone
    decision.kept.append(Kept(index, "deleted", gone.fields))


def _deletion(
    kind: Kind, path: str, key: Key | None, known: Master | None, in_use: AbstractSet[Key]
) -> list[Fault]:
    if key is None:
        return []  # the reader has said which part of the key is missing
    if known is None:
        return [Fault(path, codes.MASTER_UNKNOWN, {"label": kind.label})]
    if key in in_use:
        return [Fault(path, codes.MASTER_NEEDED, {"label": kind.label})]
    return []


def _missing_references(
    kind: Kind, path: str, given: Node, referred: Mapping[str, AbstractSet[Key]]
) -> list[Fault]:
    faults = []
    for reference in kind.refers:
        key = _referred(reference, given)
        if key is not None and key not in referred[reference.kind]:
            labels = {each.name: each.label for each in kind.fields}
            name = reference.fields[-1]
            values = {"label": labels[name], "value": "・".join(parted(key))}
            faults.append(Fault(f"{path}.{name}", codes.REFERENCE_UNKNOWN, values))
    return faults


def _unsound(kind: Kind, path: str, fields: Node, broken: AbstractSet[str]) -> list[Fault]:
    at_fault = {name for name in fields if f"{path}.{name}" in broken}
    return [
        Fault(f"{path}.{name}", code, values)
        for check in kind.checks
        for name, code, values in check.check(fields, at_fault)
    ]


def _referred(reference: Reference, given: Node) -> Key | None:
    parts = [given.get(name) for name in reference.fields]
    return None if None in parts else joined(parts)
