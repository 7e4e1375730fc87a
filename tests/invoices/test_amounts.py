"""Amounts worked out from lines, for every way an invoice may be entered."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seikyu.invoices.amounts import fill_in
from seikyu.invoices.wire import INVOICE
from seikyu.kit.yen import Rounding
from seikyu.wire.values import Node

STANDARD = {"tax_type": "0", "tax_rate_sec": 10, "reduced_tax_flg": "0"}
REDUCED = {"tax_type": "0", "tax_rate_sec": 8, "reduced_tax_flg": "1"}
FREE = {"tax_type": "1"}
NONE: dict[str, Any] = {}
CONTRADICTORY = {"tax_type": "0", "tax_rate_sec": 10, "reduced_tax_flg": "1"}
CLASSES = (STANDARD, REDUCED, FREE, NONE, CONTRADICTORY)
ROUNDINGS = st.sampled_from(Rounding)
LINES = st.fixed_dictionaries(
    {"item_price": st.decimals(-(10**7), 10**7, places=2), "item_qty": st.integers(-500, 500)},
    optional={
        "input_tax_type": st.sampled_from(("0", "1", "2", None)),
        "item_tax": st.integers(-(10**6), 10**6),
        "sum_exempt_flg": st.sampled_from(("0", "1")),
    },
).flatmap(lambda line: st.sampled_from(CLASSES).map(lambda tax: {**line, **tax}))


def line(tax: dict[str, Any] = STANDARD, **fields: Any) -> Node:
    return {**tax, **fields}


def filled(*lines: Node, rounding: Rounding = Rounding.DOWN, **invoice: Any) -> dict[str, Any]:
    tree: Node = {**invoice, "details": [*lines]}
    fill_in(tree, rounding)
    return tree


def triple(invoice: dict[str, Any], suffix: str = "") -> tuple[Any, ...]:
    return tuple(invoice.get(f"inv_{name}{suffix}") for name in ("without_tax", "tax", "amount"))


def test_the_published_trouble_case_holds_its_tax_once() -> None:
    twice = [line(item_qty=1, item_price=13_582, input_tax_type="1") for _ in range(2)]
    found = filled(*twice)
    assert triple(found, "_tr10") == triple(found) == (24_695, 2_469, 27_164)
    assert found["inv_show_amount"] == 27_164


@pytest.mark.parametrize(
    ("rounding", "by_invoice", "by_line"),
    [(Rounding.DOWN, 20, 18), (Rounding.HALF_UP, 21, 21), (Rounding.UP, 21, 21)],
)
def test_each_rounding_counts_once_per_invoice_or_on_each_line(
    rounding: Rounding, by_invoice: int, by_line: int
) -> None:
    lines = [line(item_qty=1, item_price=69) for _ in range(3)]
    assert filled(*map(dict, lines), rounding=rounding)["inv_tax_tr10"] == by_invoice
    found = filled(*lines, rounding=rounding, unit_tax_calc_sec="1")
    assert found["inv_tax_tr10"] == by_line
    assert {one["item_tax"] for one in found["details"]} == {by_line // 3}


def test_by_line_a_price_with_its_tax_keeps_what_the_customer_pays() -> None:
    found = filled(line(item_qty=1, item_price=13_582, input_tax_type="1"), unit_tax_calc_sec="1")
    [one] = found["details"]
    assert (one["item_without_tax"], one["item_tax"], one["item_amount"]) == (12_348, 1_234, 13_582)


def test_tax_written_by_hand_is_kept_and_added_to_its_class() -> None:
    by_hand = line(item_qty=1, item_price=1_000, input_tax_type="2", item_tax="99")
    found = filled(by_hand, line(item_qty=1, item_price=1_000))
    assert triple(found, "_tr10") == (2_000, 199, 2_199)
    assert by_hand["item_tax"] == 99
    assert filled(line(input_tax_type="2", item_tax=5))["inv_amount_tr10"] == 5


def test_a_line_without_quantity_or_price_keeps_the_amount_it_states() -> None:
    found = filled(line(item_without_tax=5_000), line(item_qty=3, item_amount="1,100"), line(item_amount=110))
    assert triple(found, "_tr10") == (5_100, 510, 5_610)
    assert found["details"][1]["item_amount"] == "1,100", "what cannot be read is left for the wire to tell"


def test_lines_without_a_tax_class_count_in_the_totals_only() -> None:
    lines = [line(tax, item_qty=1, item_price=1_000) for tax in (NONE, CONTRADICTORY, STANDARD)]
    found = filled(*lines)
    assert triple(found, "_tr10") == (1_000, 100, 1_100)
    assert triple(found) == (3_000, 100, 3_100)


def test_lines_outside_the_totals_have_amounts_and_count_nowhere() -> None:
    found = filled(
        line(item_qty=1, item_price=500, sum_exempt_flg="1"), line(REDUCED, item_qty=1, item_price=100)
    )
    assert found["details"][0]["item_without_tax"] == 500
    assert "inv_amount_tr10" not in found
    assert triple(found) == triple(found, "_tr8_reduced") == (100, 8, 108)


def test_blank_lines_and_texts_alone_are_let_be() -> None:
    found = filled({}, line(item_name="以下余白"), line(item_qty=1, item_price=100))
    assert found["details"][:2] == [{}, line(item_name="以下余白")]
    assert triple(found) == (100, 10, 110)


def test_an_invoice_without_an_amount_on_any_line_keeps_its_totals() -> None:
    stated: dict[str, Any] = {"inv_amount": 1_100, "inv_amount_tr10": 1_100}
    assert filled(**stated) == {**stated, "details": [], "inv_show_amount": 1_100}
    assert filled(inv_show_amount=5)["inv_show_amount"] == 5
    assert filled(carryover_new="300")["inv_show_amount"] == 300


def test_the_fraction_of_a_line_goes_the_way_of_its_tax() -> None:
    exact: dict[str, Any] = {"item_qty": "1.5", "item_price": Decimal("33.33")}
    amounts = [filled(line(**exact), rounding=r)["details"][0]["item_without_tax"] for r in Rounding]
    assert amounts == [49, 50, 50]


@pytest.mark.parametrize("value", ["9" * 14, 10**13, "1e9", "abc", "", True, [], {}, None, "１"])
@pytest.mark.parametrize("name", ["item_qty", "item_price", "item_without_tax", "item_tax", "tax_rate_sec"])
def test_no_value_makes_it_fail(name: str, value: Any) -> None:
    for mode in ("0", "1", "2", "9", None):
        tree = filled(line(**{"item_qty": 2, "item_price": 3, "input_tax_type": mode, name: value}))
        INVOICE.read(tree)


def test_amounts_too_large_are_the_wire_s_to_tell() -> None:
    found = filled(line(item_qty=10**12, item_price=10**12))
    _, faults = INVOICE.read(found)
    assert "details[0].item_without_tax" in {fault.path for fault in faults}


@pytest.mark.parametrize("details", [None, "", "x", {}, [None, "x", 1], 5])
def test_details_that_are_none_are_left_for_the_wire(details: Any) -> None:
    tree: Node = {"details": details}
    fill_in(tree, Rounding.DOWN)
    assert tree["details"] == details


@given(st.lists(LINES, max_size=12), ROUNDINGS, st.sampled_from(("0", "1", None)))
def test_whatever_the_lines_totals_add_up_and_doing_it_twice_changes_nothing(
    lines: list[Node], rounding: Rounding, unit: str | None
) -> None:
    found = filled(*lines, rounding=rounding, unit_tax_calc_sec=unit)
    suffixes = [name.removeprefix("inv_tax") for name in found if name.startswith("inv_tax")]
    for suffix in suffixes:
        without, tax, amount = triple(found, suffix)
        assert without + tax == amount
    again = filled(*map(dict, found["details"]), rounding=rounding, unit_tax_calc_sec=unit)
    assert again == found


@given(
    st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 20)), min_size=1, max_size=12),
    ROUNDINGS,
    st.booleans(),
)
def test_tax_lies_between_floor_and_ceiling_and_the_three_modes_are_in_order(
    lines: list[tuple[int, int]],
    rounding: Rounding,
    holds_tax: bool,  # noqa: FBT001 -- drawn
) -> None:
    def total(way: Rounding) -> tuple[int, int, int]:
        mode = "1" if holds_tax else "0"
        sold = [line(item_price=price, item_qty=qty, input_tax_type=mode) for price, qty in lines]
        without, tax, amount = triple(filled(*sold, rounding=way), "_tr10")
        return without, tax, amount

    without, tax, amount = total(rounding)
    exact = Decimal(amount) * 10 / 110 if holds_tax else Decimal(without) * 10 / 100
    assert exact.__floor__() <= tax <= exact.__ceil__()
    down, half, up = (abs(total(way)[1]) for way in Rounding)
    assert down <= half <= up <= down + 1
