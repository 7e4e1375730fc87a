"""Reading 請求書更新: what was given, what follows, what is kept, and where the faults stand."""

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seikyu.invoices.wire import INVOICE, MAX_UNKNOWN, InvoiceRead, canonical, read_update
from seikyu.wire import codes
from seikyu.wire import json as wire_json
from seikyu.wire import xml as wire_xml
from seikyu.wire.reading import MAX_FAULTS
from seikyu.wire.values import Value, node, nodes

SOUND = json.loads(
    (Path(__file__).parent.parent / "faults" / "sound.json").read_text(encoding="utf-8"), parse_float=Decimal
)
NO_OPTIONS: frozenset[str] = frozenset()


def request(*invoices: Any, **top: Any) -> Value:
    return {"response_type": "json", "invoices": list(invoices), **top}


def sound(**changes: Any) -> Any:
    return {**copy.deepcopy(SOUND["invoices"][0]), **changes}


def only(tree: Value, options: frozenset[str] = NO_OPTIONS) -> InvoiceRead:
    read = read_update(tree, options)
    assert read.faults == ()
    [invoice] = read.invoices
    return invoice


def told(invoice: InvoiceRead) -> list[tuple[str, str]]:
    return [(fault.path, fault.code.number) for fault in invoice.faults]


def test_a_document_has_every_published_field_in_order() -> None:
    invoice = only(request({"invoice_mng_num": "12", "inv_show_amount": 1}))
    assert list(invoice.document) == [field.name for field in INVOICE.fields]
    assert "invoice_mng_num" not in invoice.document
    assert (invoice.number, invoice.index, invoice.faults, invoice.given) == (12, 0, (), frozenset())
    assert {name for name, value in invoice.document.items() if value is not None} == {
        "inv_show_amount",
        "details",
        "custom_details",
        "banks",
    }


def test_values_are_typed() -> None:
    document = only(request(sound())).document
    line = nodes(document, "details")[0]
    assert (line["item_slip_date"], line["item_qty"], line["tax_rate_sec"]) == (
        date(2026, 10, 5),
        Decimal("2.5"),
        8,
    )
    assert (document["payment"], document["payment_method"]) == (-1000, "0")
    values = [nodes(row, "custom_detail_values") for row in nodes(document, "custom_details")]
    assert [[value["field_value"] for value in row] for row in values] == [
        ["X-1", Decimal("12.5")],
        [Decimal(3), "X-2"],
    ]
    headers = nodes(node(document, "custom_header") or {}, "custom_detail_headers")
    assert [header["field_num_decimal_places"] for header in headers] == [None, 2]


def test_the_top_level_tax_unit_is_the_default_of_every_invoice() -> None:
    tree = request(sound(unit_tax_calc_sec="1"), sound(unit_tax_calc_sec=None), unit_tax_calc_sec="0")
    read = read_update(tree, NO_OPTIONS)
    assert [invoice.document["unit_tax_calc_sec"] for invoice in read.invoices] == ["1", "0"]
    assert all("unit_tax_calc_sec" in invoice.given for invoice in read.invoices)


def test_what_is_left_out_is_known_from_what_is_given() -> None:
    assert only(request(sound())).given == {"publisher", "customer", "banks", "unit_tax_calc_sec"}
    left_out = sound(publisher=None, customer={}, unit_tax_calc_sec="")
    del left_out["banks"]
    assert only(request(left_out)).given == frozenset()
    assert only(request(sound(banks=[]))).given >= {"banks"}
    assert "banks" not in only(request(sound(banks=None))).given


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"inv_amount": 1000, "carryover_new": -200}, 800),
        ({"inv_amount": "1000", "carryover_new": None}, 1000),
        ({"inv_amount": 1000, "carryover_new": 1, "inv_show_amount": 5}, 5),
        ({"inv_amount": 0, "carryover_new": None}, 0),
    ],
)
def test_the_amount_on_the_front_follows_when_left_out(given: dict[str, Any], shown: int) -> None:
    assert only(request({"invoice_mng_num": "1", **given})).document["inv_show_amount"] == shown


def test_the_amount_on_the_front_is_required_when_nothing_tells_it() -> None:
    assert told(only(request({"invoice_mng_num": "1", "carryover_new": 5}))) == [
        ("invoices[0].inv_show_amount", "E200001")
    ]


def test_an_amount_at_fault_is_one_fault_not_two() -> None:
    assert told(only(request({"invoice_mng_num": "1", "inv_amount": "x"}))) == [
        ("invoices[0].inv_amount", "E200007")
    ]


def test_options_open_their_fields() -> None:
    both = {"inv_coop_post_use_type": "2", "private_print_flg": "1"}
    assert told(only(request(sound(**both)), frozenset({"postal_proxy", "bulk_print"}))) == []
    assert told(only(request(sound(**both)), frozenset({"postal_proxy"}))) == [
        ("invoices[0].private_print_flg", "E100006")
    ]


def test_every_fault_names_its_invoice() -> None:
    tree = request(sound(), sound(invoice_mng_num="77", inv_no="x" * 21), {}, 5)
    good, bad, empty, number = read_update(tree, NO_OPTIONS).invoices
    assert good.faults == ()
    assert [(f.index, f.invoice_mng_num) for f in bad.faults] == [(1, "77")]
    assert told(empty) == [
        ("invoices[2].invoice_mng_num", "E200001"),
        ("invoices[2].inv_show_amount", "E200001"),
    ]
    assert told(number) == [("invoices[3]", "E200017")]
    assert list(number.document) == list(good.document)


@pytest.mark.parametrize(
    ("tree", "faults"),
    [
        (None, [("response_type", "E200001")]),
        ("x", [("", "E200017")]),
        ([], [("response_type", "E200001")]),
        ({}, [("response_type", "E200001"), ("invoices", "E200001")]),
        ({"response_type": "json", "invoices": []}, [("invoices", "E200001")]),
        ({"response_type": "json", "invoices": {"a": 1}}, [("invoices", "E200018")]),
        ({"response_type": "json", "invoices": "x"}, [("invoices", "E200018")]),
        ({"response_type": 5, "invoices": [{}]}, [("response_type", "E700001")]),
        (
            {"response_type": "xml", "invoices": [{}], "unit_tax_calc_sec": "2"},
            [("unit_tax_calc_sec", "E200006")],
        ),
    ],
)
def test_faults_of_the_request_itself(tree: Value, faults: list[tuple[str, str]]) -> None:
    found = read_update(tree, NO_OPTIONS).faults
    assert [(fault.path, fault.code.number) for fault in found] == faults
    assert all(fault.index is None for fault in found)


def test_one_invoice_in_xml_is_an_array_of_one() -> None:
    tree = wire_xml.read(
        b"<request><response_type>xml</response_type><invoices><invoice_mng_num>5</invoice_mng_num>"
        b"<inv_show_amount>100</inv_show_amount><details><item_qty>1.50</item_qty></details></invoices></request>"
    )
    invoice = only(tree)
    assert (invoice.number, invoice.faults) == (5, ())
    assert nodes(invoice.document, "details")[0]["item_qty"] == Decimal("1.5")


def test_the_same_request_in_json_and_xml_gives_the_same_bytes() -> None:
    tree = wire_json.read(wire_json.write(SOUND))
    from_json = canonical(only(tree).document)
    assert canonical(only(wire_xml.read(wire_xml.write(tree))).document) == from_json
    assert wire_json.read(from_json) == json.loads(from_json, parse_float=Decimal)


def test_no_number_is_kept_in_a_form_with_an_exponent() -> None:
    line = {"item_qty": Decimal("1E+5"), "item_price": Decimal("1E-5")}
    document = only(request(sound(details=[line]))).document
    assert b'"item_qty":100000,"item_price":0.00001,' in canonical(document)


def test_blank_custom_headers_and_values_are_dropped_and_rows_stay() -> None:
    changed = sound()
    changed["custom_header"]["custom_detail_headers"].insert(1, {"field_seq": None})
    changed["custom_details"][0]["custom_detail_values"].append({})
    changed["custom_details"].insert(0, {})
    invoice = only(request(changed))
    assert invoice.faults == ()
    header = node(invoice.document, "custom_header") or {}
    assert len(nodes(header, "custom_detail_headers")) == 2
    rows = nodes(invoice.document, "custom_details")
    assert [len(nodes(row, "custom_detail_values")) for row in rows] == [0, 2, 2]


def test_unknown_fields_are_ignored_and_named_when_asked_for() -> None:
    tree = request(sound(colour="red", details=[{"item_nmae": "x"}]), version=2)
    assert read_update(tree, NO_OPTIONS).unknown == ()
    read = read_update(tree, NO_OPTIONS, unknown=True)
    assert read.unknown == ("invoices[0].details[0].item_nmae", "invoices[0].colour", "version")
    assert read.invoices[0].faults == ()
    many = request({f"x{n}": 1 for n in range(2 * MAX_UNKNOWN)})
    assert len(read_update(many, NO_OPTIONS, unknown=True).unknown) == MAX_UNKNOWN


def test_a_flood_of_faults_stops_the_request() -> None:
    tree = request(sound(details=[0] * (3 * MAX_FAULTS)), sound())
    read = read_update(tree, NO_OPTIONS)
    assert [fault.code for fault in read.faults] == [codes.TOO_MANY_FAULTS]
    assert MAX_FAULTS < len(read.invoices[0].faults) < MAX_FAULTS + 10
