"""Rules across fields: each is checked whatever else is wrong, none speaks of what is at fault itself."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from seikyu.invoices.wire import UPDATE_REQUEST, read_update
from seikyu.wire.fields import Array, Object, Record, Rule

SOUND = json.loads(
    (Path(__file__).parent.parent / "faults" / "sound.json").read_text(encoding="utf-8"), parse_float=Decimal
)


def faults(**changes: Any) -> list[tuple[str, str]]:
    """What is wrong with the sound invoice after the changes, paths counted from the invoice."""
    invoice = {**copy.deepcopy(SOUND["invoices"][0]), **changes}
    [read] = read_update({"response_type": "json", "invoices": [invoice]}, frozenset()).invoices
    return [(fault.path.removeprefix("invoices[0]."), fault.code.number) for fault in read.faults]


def header(
    seq: Any, width: Any = 50, kind: Any = "S", name: Any = "品番", places: Any = None
) -> dict[str, Any]:
    return {
        "field_seq": seq,
        "field_name": name,
        "field_type": kind,
        "field_num_decimal_places": places,
        "field_col_width": width,
    }


def custom(*headers: Any, values: Any = (), name: Any = "明細") -> dict[str, Any]:
    return {
        "custom_header": {"custom_name": name, "custom_detail_headers": list(headers)},
        "custom_details": [{"custom_detail_values": [{"field_seq": s, "field_value": v} for s, v in values]}],
    }


HEADERS = "custom_header.custom_detail_headers"
VALUES = "custom_details[0].custom_detail_values"


def test_a_publisher_with_a_code_may_leave_the_rest_to_the_master() -> None:
    assert faults(publisher={"publisher_mng_num": "P"}) == []


def test_a_publisher_without_a_code_lacks_all_at_once() -> None:
    assert faults(publisher={"publisher_company_name": "本社"}) == [
        ("publisher.publisher_zip", "E300004"),
        ("publisher.publisher_phone", "E300004"),
        ("publisher.publisher_address1", "E300005"),
    ]


def test_what_is_at_fault_is_not_also_missing() -> None:
    publisher = {"publisher_zip": "x", "publisher_address2": "あ" * 101, "publisher_phone": "1"}
    assert [code for _, code in faults(publisher=publisher)] == ["E200012", "E200003", "E200013"]
    assert faults(publisher={"publisher_mng_num": "P" * 16}) == [("publisher.publisher_mng_num", "E200003")]
    assert faults(banks=[{"transfer_code": "B" * 16}]) == [("banks[0].transfer_code", "E200003")]
    key = {"fncl_inst_code": "00011", "branch_code": "001", "account_num": "1"}
    assert faults(banks=[key]) == [("banks[0].fncl_inst_code", "E200003")]


def test_joint_lengths_count_only_what_could_be_read() -> None:
    customer = {
        "company_name_org": "社" * 31,
        "base_name": "店" * 30,
        "address1": "あ" * 60,
        "address2": "い" * 60,
    }
    assert faults(customer=customer) == [
        ("customer.company_name_org", "E200004"),
        ("customer.address1", "E300003"),
    ]


def test_a_fault_elsewhere_hides_no_rule() -> None:
    found = faults(
        inv_no={"a": 1},
        payment_method="3",
        customer={"zip": "x", "company_name_org": "社" * 20, "base_name": "店" * 11},
        **custom(header(1, "x"), header(1, 50), name=None),
    )
    assert found == [
        ("inv_no", "E200002"),
        ("customer.zip", "E200012"),
        ("customer.company_name_org", "E300001"),
        (f"{HEADERS}[0].field_col_width", "E200007"),
        ("custom_header.custom_name", "E300007"),
        (f"{HEADERS}[1].field_seq", "E300009"),
        ("banks", "E300006"),
    ]


@pytest.mark.parametrize("method", [None, "", "0"])
def test_bank_accounts_go_with_bank_transfer(method: Any) -> None:
    assert faults(payment_method=method) == []


def test_other_methods_go_without_bank_accounts() -> None:
    assert faults(payment_method="9", banks=[]) == []
    assert faults(payment_method="x") == [("payment_method", "E200006")]


def test_headers_may_come_in_any_order() -> None:
    assert faults(**custom(header(2), header(1))) == []


def test_nine_headers_at_most() -> None:
    nine = [header(n, 12 if n == 1 else 11) for n in range(1, 10)]
    assert faults(**custom(*nine)) == []
    assert faults(**custom(*nine, {})) == [(HEADERS, "E200019")]


def test_a_header_tells_all_or_nothing() -> None:
    assert faults(**custom(header(1, 100), {"field_num_decimal_places": 1})) == [
        (f"{HEADERS}[1].field_seq", "E300008"),
        (f"{HEADERS}[1].field_name", "E300008"),
        (f"{HEADERS}[1].field_type", "E300008"),
        (f"{HEADERS}[1].field_col_width", "E300008"),
    ]


def test_widths_and_gaps_wait_until_all_headers_are_known() -> None:
    assert faults(**custom(header(1, 40), header("x", 40))) == [
        (f"{HEADERS}[1].field_seq", "E200007"),
        (HEADERS, "E300011"),
    ]
    assert faults(**custom(header(1, 40), header(3, "x"))) == [
        (f"{HEADERS}[1].field_col_width", "E200007"),
        (HEADERS, "E300010"),
    ]


def test_a_custom_name_without_headers_is_fine() -> None:
    assert faults(custom_header={"custom_name": "明細"}, custom_details=None) == []


def test_a_value_without_a_header_is_told_only_when_the_headers_are_known() -> None:
    assert faults(custom_header=None, custom_details=custom(values=[(1, "x")])["custom_details"]) == [
        (f"{VALUES}[0].field_seq", "E300014")
    ]
    assert faults(**custom(header("x", 100), values=[(1, "x")])) == [(f"{HEADERS}[0].field_seq", "E200007")]
    rows = custom(values=[(1, "x")])["custom_details"]
    assert faults(custom_header="x", custom_details=rows) == [("custom_header", "E200017")]
    assert faults(custom_header={"custom_detail_headers": "x"}, custom_details=rows) == [(HEADERS, "E200018")]


@pytest.mark.parametrize(
    ("kind", "places", "value", "code"),
    [
        ("S", None, "あ" * 50, None),
        ("S", None, "あ" * 51, "E200003"),
        ("S", None, 5, "E200002"),
        ("S", None, "a\x00", "E200005"),
        ("S", 2, "x", None),
        ("N", None, "9" * 13, None),
        ("N", None, "1.5", "E200010"),
        ("N", 0, Decimal("1.5"), "E200010"),
        ("N", 3, Decimal("-0.125"), None),
        ("N", 2, "0.125", "E200010"),
        ("N", 2, "1" * 14, "E200010"),
        ("N", 2, "百", "E200009"),
        ("N", "x", "0.125", "E200007"),
        ("X", None, "anything", "E200006"),
        ("N", 2, True, "E200002"),
    ],
)
def test_a_custom_value_is_what_its_header_says(kind: str, places: Any, value: Any, code: str | None) -> None:
    found = [code for _, code in faults(**custom(header(1, 100, kind, places=places), values=[(1, value)]))]
    assert found == ([] if code is None else [code])


def test_a_value_and_its_number_go_together() -> None:
    assert faults(**custom(header(1, 100), values=[(None, "x")])) == [(f"{VALUES}[0].field_seq", "E300012")]
    assert faults(**custom(header(1, 100), values=[("x", "x")])) == [(f"{VALUES}[0].field_seq", "E200007")]
    assert faults(**custom(header(1, 100), values=[(1, {"a": 1})])) == [
        (f"{VALUES}[0].field_value", "E200002")
    ]


def test_every_rule_gives_only_the_codes_it_names() -> None:
    """Run over every failing body: a rule's findings carry codes that its declaration lists."""
    cases = json.loads(
        (Path(__file__).parent.parent / "faults" / "cases.json").read_text(encoding="utf-8"),
        parse_float=Decimal,
    )
    named = {code.number for rule in rules_of(UPDATE_REQUEST) for code in rule.codes}
    assert {case["code"] for case in cases if case["code"].startswith("E3")} <= named
    assert len({rule.name for rule in rules_of(UPDATE_REQUEST)}) == len(rules_of(UPDATE_REQUEST))


def rules_of(record: Record) -> list[Rule]:
    inner = [field.kind.record for field in record.fields if isinstance(field.kind, Array | Object)]
    return [*record.rules, *(rule for below in inner for rule in rules_of(below))]
