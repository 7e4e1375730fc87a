"""Declaring published objects: a record is its fields in order, one line each, and its named rules.

From the declaration come reading, faults, OpenAPI and the field tables.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, TypedDict, Unpack

from seikyu.wire import codes, text_kinds
from seikyu.wire.codes import Code
from seikyu.wire.faults import Fault
from seikyu.wire.kinds import Day, Loose, Scalar
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.reading import (
    Compiled,
    compile_array,
    compile_object,
    compile_record,
    faults_of,
    is_nothing,
)
from seikyu.wire.text_kinds import PHONE, ZIP, Choice, Text, WideText
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, Value

Mark = Literal["", "○", "△"]
"""The published column 必須: required, required on a condition, or neither."""

Check: TypeAlias = Callable[[Node, set[str]], Sequence[Finding]]
Settle: TypeAlias = Callable[[Node, set[str]], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition across the fields of one record; it is told which of them are themselves at fault."""

    name: str
    codes: tuple[Code, ...]
    check: Check


@dataclass(frozen=True)
class Record:
    """A published object: its fields in published order and its rules.

    `settle` completes a read node before the rules look at it: values that follow from others.
    """

    name: str
    label: str
    fields: tuple["Field", ...]
    rules: tuple[Rule, ...] = ()
    settle: Settle | None = None

    @cached_property
    def compiled(self) -> Compiled:
        """The record's reader, made once."""
        return compile_record(
            [(field.name, field.label, field.kind.reader()) for field in self.fields],
            arrays=[field.name for field in self.fields if isinstance(field.kind, Array)],
            required=[(field.name, field.label) for field in self.fields if field.mark == "○"],
            checks=[rule.check for rule in self.rules],
            settle=self.settle,
        )

    def read(self, tree: Value, path: str = "") -> tuple[Node, tuple[Fault, ...]]:
        """Every field of the record as a document keeps it, and every fault."""
        if not isinstance(tree, dict) and not is_nothing(tree):
            return self.blank(), (Fault(path, codes.NOT_AN_OBJECT, {"label": self.label}),)
        node, findings = self.compiled(tree if isinstance(tree, dict) else {})
        return node, tuple(faults_of(findings, path))

    def blank(self) -> Node:
        """Every field with nothing in it."""
        return self.compiled({})[0]

    def unknown(self, tree: Value, path: str = "") -> Iterable[str]:
        """The paths of the values that no field declares."""
        if not isinstance(tree, dict):
            return
        known = {field.name: field.kind for field in self.fields}
        for name, value in tree.items():
            at = f"{path}.{name}" if path else name
            match known.get(name):
                case None:
                    yield at
                case Object(record=record):
                    yield from record.unknown(value, at)
                case Array(record=record) if isinstance(value, list):
                    for index, element in enumerate(value):
                        yield from record.unknown(element, f"{at}[{index}]")
                case Array(record=record):
                    yield from record.unknown(value, f"{at}[0]")
                case _:
                    pass


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a record; one in which nothing is given counts as left out."""

    record: Record

    def reader(self) -> Callable[[Value], Value]:
        """Read it."""
        return compile_object(self.record.compiled, [field.name for field in self.record.fields])


@dataclass(frozen=True, slots=True)
class Array:
    """Objects of a record, `limit` of them at most where one is published."""

    record: Record
    limit: int | None = None

    def reader(self) -> Callable[[Value], Value]:
        """Read them."""
        return compile_array(self.record.compiled, self.limit)


@dataclass(frozen=True, slots=True)
class Field:
    """One published field: a line of the published table."""

    name: str
    label: str
    kind: Scalar | Object | Array
    mark: Mark = ""
    note: str = ""
    added: bool = False
    derived: bool = False


class Facts(TypedDict, total=False):
    """What any field may say besides its kind.

    `added` marks fields that are ours, not published; `derived` those that follow from others when left out.
    """

    mark: Mark
    note: str
    added: bool
    derived: bool


def text(name: str, label: str, limit: int, *, lines: bool = False, **facts: Unpack[Facts]) -> Field:
    """文字列, counted in characters; `lines` where line breaks are allowed."""
    return Field(name, label, Text(limit, lines), **facts)


def wide(name: str, label: str, limit: int, **facts: Unpack[Facts]) -> Field:
    """文字列, counted in bytes: full-width 2, half-width 1."""
    return Field(name, label, WideText(limit), **facts)


def zip_code(name: str, label: str, **facts: Unpack[Facts]) -> Field:
    """A postal code, XXX-XXXX."""
    return Field(name, label, ZIP, **facts)


def phone(name: str, label: str, **facts: Unpack[Facts]) -> Field:
    """A telephone or fax number, at most XXXXX-XXXX-XXXX."""
    return Field(name, label, PHONE, **facts)


def email(name: str, label: str, limit: int, **facts: Unpack[Facts]) -> Field:
    """A mail address."""
    return Field(name, label, text_kinds.email(limit), **facts)


def choice(name: str, label: str, choices: Mapping[str, str], **facts: Unpack[Facts]) -> Field:
    """A code or flag: 文字列 out of a few."""
    return Field(name, label, Choice(choices), **facts)


def number_choice(
    name: str, label: str, digits: int, choices: Mapping[int, str], **facts: Unpack[Facts]
) -> Field:
    """数字 out of a few."""
    return Field(name, label, NumberChoice(digits, choices), **facts)


def digits(name: str, label: str, limit: int, *, exact: bool = False, **facts: Unpack[Facts]) -> Field:
    """数字 that identifies: kept as a string."""
    return Field(name, label, Digits(limit, exact), **facts)


def whole(
    name: str,
    label: str,
    digits: int,
    low: int | None = None,
    high: int | None = None,
    **facts: Unpack[Facts],
) -> Field:
    """数字 without a fraction."""
    return Field(name, label, Whole(digits, low, high), **facts)


def decimal(name: str, label: str, whole: int, fraction: int, **facts: Unpack[Facts]) -> Field:
    """数字 with a fraction."""
    return Field(name, label, Exact(whole, fraction), **facts)


def day(name: str, label: str, **facts: Unpack[Facts]) -> Field:
    """文字列(DateTime), yyyy-MM-dd."""
    return Field(name, label, Day(), **facts)


def loose(name: str, label: str, **facts: Unpack[Facts]) -> Field:
    """A value whose kind another field tells."""
    return Field(name, label, Loose(), **facts)


def nested(name: str, label: str, record: Record, **facts: Unpack[Facts]) -> Field:
    """オブジェクト."""
    return Field(name, label, Object(record), **facts)


def array(name: str, label: str, record: Record, limit: int | None = None, **facts: Unpack[Facts]) -> Field:
    """配列 of objects."""
    return Field(name, label, Array(record, limit), **facts)


def rule(*codes_of_rule: Code) -> Callable[[Check], Rule]:
    """Make a named rule of a check: its name is the function's."""

    def named(check: Check) -> Rule:
        return Rule(check.__name__, codes_of_rule, check)

    return named
