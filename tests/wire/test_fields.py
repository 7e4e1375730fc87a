"""Declaring a record is all it takes: reading, faults in both languages, unknown fields, blanks."""

from datetime import date
from decimal import Decimal

import pytest

from seikyu.wire import codes
from seikyu.wire.fields import (
    Record,
    array,
    choice,
    day,
    decimal,
    digits,
    nested,
    phone,
    rule,
    text,
    whole,
    wide,
    zip_code,
)
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Lone, Node, Value, nodes


@rule(codes.OUT_OF_RANGE)
def least_first(order: Node, _: set[str]) -> list[Finding]:
    """`least` is not more than `most`."""
    least, most = order["least"], order["most"]
    if isinstance(least, int) and isinstance(most, int) and least > most:
        return [("least", codes.OUT_OF_RANGE, {"label": "最小", "low": 0, "high": most})]
    return []


LINE = Record("Line", "行", (text("name", "品名", 5, mark="○"), decimal("qty", "数量", 3, 2)))
ORDER = Record(
    "Order",
    "注文",
    (
        text("note", "備考", 10, lines=True),
        wide("buyer", "買い手", 6),
        zip_code("zip", "郵便番号"),
        phone("phone", "電話"),
        choice("kind", "種類", {"0": "普通", "1": "急ぎ"}, mark="○"),
        digits("number", "番号", 4),
        whole("least", "最小", 3),
        whole("most", "最大", 3),
        day("on", "日付"),
        nested("first", "一行目", LINE),
        array("lines", "明細", LINE, 2, mark="○"),
    ),
    rules=(least_first,),
)
SOUND: dict[str, Value] = {"kind": "0", "lines": [{"name": "りんご"}]}


def read(**given: Value) -> tuple[Node, list[tuple[str, str]]]:
    node, faults = ORDER.read({**SOUND, **given})
    return node, [(fault.path, fault.code.number) for fault in faults]


def test_every_field_is_there_in_order_with_nothing_in_it() -> None:
    assert ORDER.blank() == dict.fromkeys([field.name for field in ORDER.fields]) | {"lines": []}
    assert list(read()[0]) == [field.name for field in ORDER.fields]


def test_values_are_taken_as_they_are_meant() -> None:
    node, faults = read(
        note="あ\r\nい\rう\t",
        number=7,
        least=" -12 ",
        on="2026-10-05",
        lines=[{"name": " x ", "qty": "1.50"}, {"name": "y", "qty": Decimal("1E+2")}],
    )
    assert faults == []
    assert (node["note"], node["number"], node["least"]) == ("あ\nい\nう\t", "7", -12)
    assert node["on"] == date(2026, 10, 5)
    assert node["lines"] == [{"name": " x ", "qty": Decimal("1.5")}, {"name": "y", "qty": Decimal(100)}]
    assert [str(line["qty"]) for line in nodes(node, "lines")] == ["1.5", "100"]


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000\n"])
def test_nothing_given_is_nothing_in_every_kind(nothing: Value) -> None:
    names = [field.name for field in ORDER.fields if field.name not in SOUND]
    node, faults = read(**dict.fromkeys(names, nothing))
    assert faults == []
    assert all(node[name] is None for name in names)


def test_an_object_in_which_nothing_is_given_counts_as_left_out() -> None:
    nothing: list[Node] = [{}, {"name": None, "qty": " "}, {"unknown": "1"}]
    for empty in nothing:
        node, faults = read(first=empty)
        assert (node["first"], faults) == (None, [])


def test_an_element_that_is_null_is_an_object_with_nothing_given() -> None:
    assert read(lines=[None, {"name": "x"}])[1] == [("lines[0].name", "E200001")]


def test_required_fields_are_missed() -> None:
    assert read(kind=None, lines=[])[1] == [("kind", "E200001"), ("lines", "E200001")]


def test_one_pass_finds_every_fault_in_the_order_of_the_fields() -> None:
    _, faults = read(
        lines=[{"name": "123456", "qty": "x"}, 5, {}],
        kind="2",
        buyer="株式会社",
        note="\x00",
        least="9",
        most=5,
        on="2026-13-01",
    )
    assert faults == [
        ("note", "E200005"),
        ("buyer", "E200004"),
        ("kind", "E200006"),
        ("on", "E200011"),
        ("lines", "E200019"),
        ("lines[0].name", "E200003"),
        ("lines[0].qty", "E200009"),
        ("lines[1]", "E200017"),
        ("lines[2].name", "E200001"),
        ("least", "E200016"),
    ]


def test_a_lone_xml_element_is_an_array_of_one_and_a_json_object_is_none() -> None:
    assert read(lines=Lone(name="x"))[1] == []
    assert read(lines={"name": "x"})[1] == [("lines", "E200018")]


@pytest.mark.parametrize("tree", [3, "x", ["a"], True, Decimal("1.5")])
def test_what_is_no_object_is_one_fault(tree: Value) -> None:
    node, faults = ORDER.read(tree, "order")
    assert [(fault.path, fault.code) for fault in faults] == [("order", codes.NOT_AN_OBJECT)]
    assert node == ORDER.blank()


def test_a_path_leads_the_faults() -> None:
    _, faults = ORDER.read({"kind": "0", "lines": [{}]}, "orders[3]")
    assert [fault.path for fault in faults] == ["orders[3].lines[0].name"]


def test_faults_speak_japanese_and_english() -> None:
    [fault] = ORDER.read({**SOUND, "buyer": "株式会社"})[1]
    assert fault.detail("ja") == "買い手は6バイト以内（全角2バイト、半角1バイト）で入力してください。"
    assert fault.detail("en") == "buyer must be at most 6 bytes (full-width 2, half-width 1)."
    assert fault.entry("en") == {
        "error_item": "buyer",
        "error_code": "E200004",
        "error_detail": fault.detail("en"),
        "index": None,
        "invoice_mng_num": None,
    }


def test_unknown_fields_are_named_where_they_stand() -> None:
    tree: Value = {
        "x": 1,
        "first": {"y": {"z": 1}},
        "lines": [{"name": "a"}, {"name": "b", "w": []}],
        "kind": "0",
    }
    assert list(ORDER.unknown(tree)) == ["x", "first.y", "lines[1].w"]
    assert list(ORDER.unknown({"lines": Lone(name="a", w="1")})) == ["lines[0].w"]
    assert list(ORDER.unknown("x")) == []
