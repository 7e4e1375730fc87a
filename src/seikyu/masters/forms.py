"""The form of one master, made from its declaration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.masters.model import Kind
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Field
from seikyu.wire.kinds import Day
from seikyu.wire.number_kinds import Digits, NumberChoice, Whole
from seikyu.wire.text_kinds import Choice, Text, WideText
from seikyu.wire.values import Node


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as it is shown: a select where there are choices."""

    name: str
    label: str
    type: str
    value: str
    problem: str
    hint: str
    required: bool
    limit: int | None
    choices: Sequence[tuple[str, str]]
    fixed: bool


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields under one heading, which is empty where the kind is not parted."""

    heading: str
    fields: Sequence[FormField]


def sections(kind: Kind, fields: Sequence[FormField], words: Words) -> list[FormSection]:
    """The fields parted by the kind's headings."""
    found: list[tuple[str, list[FormField]]] = []
    for field in fields:
        if field.name in kind.sections or not found:
            heading = kind.sections.get(field.name)
            found.append((words(heading) if heading else "", []))
        found[-1][1].append(field)
    return [FormSection(heading, parted) for heading, parted in found]


def form_fields(
    kind: Kind, values: Mapping[str, object], faults: Sequence[Fault], words: Words, *, known: bool
) -> list[FormField]:
    """All fields with what was typed; the key of a master that is known cannot be changed."""
    told = {fault.path.rpartition("]")[2].lstrip("."): fault.detail(words.language) for fault in faults}
    return [_field(kind, field, values, told, known=known) for field in kind.fields]


def typed(kind: Kind, form: Mapping[str, Sequence[str]]) -> Node:
    """What was typed, by field; nothing for a field that was left empty."""
    return {field.name: next(iter(form.get(field.name, ())), None) for field in kind.fields}


def _field(
    kind: Kind, field: Field, values: Mapping[str, object], told: Mapping[str, str], *, known: bool
) -> FormField:
    value = values.get(field.name)
    return FormField(
        field.name,
        field.label,
        _type(field),
        "" if value is None else str(value),
        told.get(field.name, ""),
        field.note,
        field.mark == "○",
        _limit(field),
        _choices(field),
        fixed=known and field.name in kind.keys,
    )


def _type(field: Field) -> str:
    match field.kind:
        case Day():
            return "date"
        case _:
            return "text"


def _limit(field: Field) -> int | None:
    match field.kind:
        case Text(limit=limit) | WideText(limit=limit) | Digits(limit=limit):
            return limit
        case Whole(digits=digits):
            return digits + 1
        case _:
            return None


def _choices(field: Field) -> Sequence[tuple[str, str]]:
    match field.kind:
        case Choice(choices=choices):
            return [("", ""), *choices.items()]
        case NumberChoice(choices=numbers):
            return [("", ""), *((str(key), word) for key, word in numbers.items())]
        case _:
            return []
