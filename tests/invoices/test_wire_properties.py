"""Whatever is sent: a result or faults, never an exception; JSON and XML alike; bytes that stay the same."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seikyu.invoices.wire import UPDATE_INVOICE, UPDATE_REQUEST, UpdateRead, canonical, read_update
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.fields import Array, Object, Record
from seikyu.wire.values import Value

SOUND = json.loads(
    (Path(__file__).parent.parent / "faults" / "sound.json").read_text(encoding="utf-8"), parse_float=Decimal
)


def names_of(record: Record) -> set[str]:
    inner = [field.kind.record for field in record.fields if isinstance(field.kind, Array | Object)]
    return {field.name for field in record.fields}.union(*map(names_of, inner))


NAMES = sorted(names_of(UPDATE_REQUEST))
names = st.sampled_from(NAMES) | st.sampled_from(["unknown", "x-1"])
texts = st.text(max_size=8) | st.sampled_from(
    [
        "",
        " ",
        "0",
        "1",
        "-5",
        "1.50",
        "2026-02-29",
        "2026-10-05",
        "100-0001",
        "03-1-2",
        "S",
        "N",
        "あ" * 60,
        "9" * 14,
    ]
)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | st.integers() | decimals | texts
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=6),
    max_leaves=30,
)


def shaped(
    record: Record, leaf: st.SearchStrategy[Any], flat: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """Trees of the right shape with any leaf in any place, `flat` ones where arrays belong."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in record.fields:
        match field.kind:
            case Object(record=below):
                fields[field.name] = shaped(below, leaf, flat) | leaf
            case Array(record=below):
                fields[field.name] = st.lists(shaped(below, leaf, flat), min_size=1, max_size=3) | flat
            case _:
                fields[field.name] = leaf
    some = st.lists(st.sampled_from(sorted(fields)), max_size=12, unique=True)
    return some.flatmap(lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen}))


@given(trees)
@settings(deadline=None)
def test_any_tree_is_read(tree: Value) -> None:
    check(read_update(tree, frozenset(), unknown=True))


@given(shaped(UPDATE_REQUEST, trees, trees))
@settings(max_examples=200, deadline=None)
def test_any_tree_of_the_right_shape_is_read(tree: Value) -> None:
    check(read_update(tree, frozenset({"postal_proxy"}), unknown=True))


# What both can say: in XML all is text, what is empty is null, an array of one only where it is declared.
xml_texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
) | st.sampled_from(["0", "1", "-5", "1.50", "2026-10-05", " ", "a\nb", "a\r\nb", "S", "N", "あ" * 60])
xml_flat = st.none() | xml_texts | st.lists(xml_texts, min_size=2, max_size=3)
xml_leaves = xml_flat | st.dictionaries(names, xml_texts, min_size=1, max_size=2)


@given(shaped(UPDATE_REQUEST, xml_leaves, xml_flat).filter(lambda tree: not has_empty(tree)))
@settings(max_examples=200, deadline=None)
def test_json_and_xml_of_one_tree_give_the_same(tree: Value) -> None:
    from_json = read_update(wire_json.read(wire_json.write(tree)), frozenset())
    from_xml = read_update(wire_xml.read(wire_xml.write(tree, "request")), frozenset())
    assert told(from_json) == told(from_xml)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_bytes_are_the_same_after_another_reading(data: st.DataObject) -> None:
    invoice = copy.deepcopy(SOUND["invoices"][0])
    changes = data.draw(shaped(UPDATE_INVOICE, texts | st.integers(), st.none()))
    for name, value in changes.items():
        invoice[name] = value
        [read] = read_update({"response_type": "json", "invoices": [invoice]}, frozenset()).invoices
        if read.faults:
            invoice[name] = SOUND["invoices"][0].get(name)
    [read] = read_update({"response_type": "json", "invoices": [invoice]}, frozenset()).invoices
    assert read.faults == ()
    kept = canonical(read.document)
    again = wire_json.read(kept)
    assert isinstance(again, dict)
    again["invoice_mng_num"] = "1"
    [reread] = read_update({"response_type": "json", "invoices": [again]}, frozenset()).invoices
    assert (reread.faults, canonical(reread.document)) == ((), kept)


def check(read: UpdateRead) -> None:
    """Every fault can be told in both languages, and every document can be written."""
    for fault in (*read.faults, *(fault for invoice in read.invoices for fault in invoice.faults)):
        assert fault.detail("ja")
        assert fault.detail("en")
        wire_xml.write({"error_list": [fault.entry("ja")]})
    for invoice in read.invoices:
        wire_json.write(invoice.document)


def told(read: UpdateRead) -> list[Any]:
    invoices = [(invoice.number, invoice.document, invoice.faults) for invoice in read.invoices]
    return [read.faults, invoices]


def has_empty(tree: Any) -> bool:
    if isinstance(tree, dict):
        return not tree or any(map(has_empty, tree.values()))
    return isinstance(tree, list) and (not tree or any(map(has_empty, tree)))
