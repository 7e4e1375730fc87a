"""Examples of requests and answers, made from the declarations: whatever is declared has one."""

from collections.abc import Sequence

import msgspec
from lxml import etree

from seikyu.docs.samples import ELEMENTS, SHOWN, SPARSE, VALUES
from seikyu.kit.width import byte_length
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.fields import Array, Field, Object, Record
from seikyu.wire.kinds import Day, Loose, Scalar
from seikyu.wire.number_kinds import Digits, Exact, NumberChoice, Whole
from seikyu.wire.text_kinds import PHONE, ZIP, Choice, Pattern, Text, WideText
from seikyu.wire.values import Node, Value

EMAIL = "keiri@sample.example"
DAY = "2026-11-30"


def request_example(record: Record) -> Node:
    """What a request may look like: all that is required, and what one usually sends besides."""
    return _asked(record, {})


def answer_example(payload: tuple[Field, ...]) -> Node:
    """What an answer may look like: `result`, `error_list` and the payload."""
    return {
        "result": "0",
        "error_list": None,
        **{field.name: _answered_field("", field) for field in payload},
    }


def as_json(tree: Node) -> str:
    """A tree as JSON for readers."""
    return msgspec.json.format(wire_json.write(tree), indent=2).decode()


def as_xml(tree: Node, root: str) -> str:
    """A tree as XML for readers."""
    element = etree.fromstring(wire_xml.write(tree, root))
    etree.indent(element)
    return etree.tostring(element, encoding="unicode")


def value_of(record: Record, field: Field) -> Value:
    """What a scalar field shows."""
    if isinstance(field.kind, Object | Array):
        raise TypeError(f"{field.name} is no scalar")
    for name in (f"{record.name}.{field.name}", field.name):
        if name in VALUES and _fits(field.kind, VALUES[name]):
            return VALUES[name]
    return _plain(field.kind, field.label)


def _asked(record: Record, given: Node) -> Node:
    shown = SHOWN.get(record.name)
    node: Node = {}
    for field in record.fields:
        if field.name in given:
            node[field.name] = given[field.name]
        elif not _is_asked(record, field, shown, given):
            continue
        elif isinstance(field.kind, Object):
            node[field.name] = _asked(field.kind.record, _elements(record, field, field.kind.record)[0])
        elif isinstance(field.kind, Array):
            inner = field.kind.record
            node[field.name] = [_asked(inner, element) for element in _elements(record, field, inner)]
        else:
            node[field.name] = value_of(record, field)
    return node


def _elements(record: Record, field: Field, inner: Record) -> Sequence[Node]:
    return ELEMENTS.get(f"{record.name}.{field.name}", ELEMENTS.get(inner.name, ({},)))


def _is_asked(record: Record, field: Field, shown: object, given: Node) -> bool:
    if field.mark == "○":
        return True
    if given or field.name == "delete_flg":
        return False
    if isinstance(shown, tuple):
        return field.name in shown
    known = field.name in VALUES or f"{record.name}.{field.name}" in VALUES
    return known or isinstance(field.kind, Object | Array)


def _answered(record: Record, given: Node) -> Node:
    return {
        field.name: given.get(field.name, _answered_field(record.name, field, given))
        for field in record.fields
    }


def _answered_field(record: str, field: Field, given: Node | None = None) -> Value:
    match field.kind:
        case Object(record=inner):
            return None if inner.name == "CustomHeader" else _answered(inner, {})
        case Array(record=inner):
            return [_answered(inner, element) for element in ELEMENTS.get(inner.name, ({},))]
        case kind:
            for name in (f"{record}.{field.name}", field.name):
                if name in VALUES and _fits(kind, VALUES[name]):
                    return VALUES[name]
            return None if record in SPARSE or given else _plain(kind, field.label)


def _fits(kind: Scalar, value: Value) -> bool:
    """Whether a value that goes by a field's name alone is one that this field may have."""
    match kind:
        case Choice(choices=choices):
            return value in choices
        case NumberChoice(choices=numbers):
            return value in numbers
        case Whole() | Exact():
            return isinstance(value, int)
        case Text(limit=limit):
            return isinstance(value, str) and len(value) <= limit
        case _:
            return isinstance(value, str)


def _plain(kind: Scalar, label: str) -> Value:  # noqa: C901, PLR0911, PLR0912 -- one case a kind
    """Something that fits a field of which nothing is known but its kind and its name."""
    match kind:
        case Choice(choices=choices):
            return next(iter(choices))
        case NumberChoice(choices=numbers):
            return next(iter(numbers))
        case Pattern() if kind == ZIP:
            return "100-0001"
        case Pattern() if kind == PHONE:
            return "03-0000-0001"
        case Pattern():
            return EMAIL
        case Digits(limit=limit, exact=exact):
            return "1" * (limit if exact else 1)
        case Whole(low=low):
            return low or 0
        case Exact():
            return 1
        case Day():
            return DAY
        case Text(limit=limit):
            return label[:limit]
        case WideText(limit=limit):
            while byte_length(label) > limit:
                label = label[:-1]
            return label
        case Loose():
            return label
