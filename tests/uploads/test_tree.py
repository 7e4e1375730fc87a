"""From rows to the tree a program would send: values, grouping, lines, amounts, and back to the cells."""

from collections.abc import Mapping as MappingOf
from typing import Any

import pytest

from seikyu.kit.yen import Rounding
from seikyu.uploads.blocks import Row
from seikyu.uploads.cells import Cell, Placed, cell_of
from seikyu.uploads.checking import File, check
from seikyu.uploads.grouping import groups
from seikyu.uploads.layout import guess
from seikyu.uploads.mapping import Grouping, Mapping, mapping_faults, read_mapping, write_mapping
from seikyu.uploads.targets import TARGETS
from seikyu.uploads.tree import place
from seikyu.uploads.values import is_reduced, value_of
from seikyu.wire.values import Node, nodes

PARTY = ("inv_no", "customer.private_cust_cd")


def placed(
    columns: tuple[str | None, ...],
    *rows: Row,
    constants: MappingOf[str, str] | None = None,
    grouping: Grouping = "number",
    rounding: Rounding = Rounding.DOWN,
) -> list[Placed]:
    mapping = Mapping(columns, constants or {}, grouping)
    return [place(group, mapping, lambda _: rounding) for group in groups(enumerate(rows), mapping)]


def trees(columns: tuple[str | None, ...], *rows: Row, **options: Any) -> list[Node]:
    return [one.tree for one in placed(columns, *rows, **options)]


def found(columns: tuple[str | None, ...], *rows: Row, **options: Any) -> list[tuple[int, int | None, str]]:
    return [
        (note.cell.row, note.cell.column, note.fault.code.number)
        for one in placed(columns, *rows, **options)
        for note in one.found
    ]


@pytest.mark.parametrize(
    ("path", "cell", "value"),
    [
        ("pay_due_date", "2026/8/1", "2026-08-01"),
        ("pay_due_date", "２０２６年８月３１日", "2026-08-31"),
        ("pay_due_date", "20260831", "2026-08-31"),
        ("pay_due_date", "2026/08/31 0:00:00", "2026-08-31"),
        ("pay_due_date", "8月末", "8月末"),
        ("payment", "1,234,567", "1234567"),
        ("payment", "▲１，０００", "-1000"),
        ("payment", "¥1,000円", "1000"),
        ("payment", "1,100.00", "1100"),
        ("payment", "1,00", "1,00"),
        ("payment", "-0.5", "-0.5"),
        ("details.item_price", "98.50", "98.5"),
        ("details.item_qty", "１０", "10"),
        ("details.tax_rate_sec", "10%", "10"),
        ("details.tax_rate_sec", "8%※", "8"),
        ("details.tax_rate_sec", "軽減８％", "8"),
        ("details.tax_rate_sec", "8%(軽減)", "8"),
        ("details.tax_rate_sec", "0.08", "8"),
        ("details.tax_rate_sec", "0%", "0"),
        ("details.tax_rate_sec", "消費税", "消費税"),
        ("details.tax_type", "課税", "0"),
        ("details.tax_type", "不課税", "3"),
        ("details.tax_type", "2", "2"),
        ("details.input_tax_type", "税込", "1"),
        ("details.input_tax_type", "手入力", "2"),
        ("details.reduced_tax_flg", "軽減", "1"),
        ("payment_method", "銀行振込", "0"),
        ("banks[0].deposit_sec", "普通預金", "1"),
        ("customer.zip", "〒1000001", "100-0001"),
        ("customer.phone", "０３−１２３４−５６７８", "03-1234-5678"),
        ("customer.corp_genuine_id", "７０００012050002", "7000012050002"),
        ("inv_name", "１１月分 ", "１１月分 "),
        ("inv_name", " 　", ""),
    ],
)
def test_values_are_understood_as_people_write_them(path: str, cell: str, value: str) -> None:
    assert value_of(TARGETS[path], cell) == value


def test_the_reduced_rate_is_known_by_its_mark() -> None:
    assert [is_reduced(cell) for cell in ("8%※", "軽減8%", "8%", "10%")] == [True, True, False, False]
    [tree] = trees((*PARTY, "details.tax_rate_sec"), ["1", "C", "8%※"], ["", "", "8%"])
    assert tree["details"] == [{"tax_rate_sec": "8", "reduced_tax_flg": "1"}, {"tax_rate_sec": "8"}]


def test_rows_of_one_number_and_customer_that_stand_together_are_one_invoice() -> None:
    columns = (*PARTY, "inv_name", "details.item_name")
    made = trees(
        columns,
        ["1", "A", "件名", "x"],
        ["1", "A", "", "y"],
        ["", "", "", "z"],
        ["", "", "", ""],
        ["1", "B", "", "v"],
        ["2", "B", "", "w"],
    )
    names = [[line["item_name"] for line in nodes(tree, "details")] for tree in made]
    assert names == [["x", "y", "z"], ["v"], ["w"]]
    assert made[0]["inv_name"] == "件名"


def test_each_row_may_be_an_invoice_of_its_own() -> None:
    assert len(trees(PARTY, ["1", "A"], ["1", "A"], grouping="row")) == 2
    assert len(trees(("details.item_name",), ["x"], ["x"])) == 2


def test_rows_of_one_invoice_that_stand_apart_are_told() -> None:
    columns = (*PARTY, "details.item_name")
    rows = (["1", "A", "x"], ["2", "A", "y"], ["1", "A", "z"])
    assert found(columns, *rows) == [(2, 0, "E600712")]
    assert found(columns, *(["", *row[1:]] for row in rows)) == []


def test_heads_that_contradict_each_other_are_told_at_their_cell() -> None:
    columns = (*PARTY, "pay_due_date", "details.item_name")
    rows = (["1", "A", "2026/08/31", "x"], ["1", "A", "2026-08-31", "y"], ["1", "A", "2026/09/30", "z"])
    assert found(columns, *rows) == [(2, 2, "E600711")]


def test_constants_fill_what_no_column_gives() -> None:
    constants = {"payment_method": "口座振替", "details.tax_type": "課税", "details.item_unit": "式"}
    [tree] = trees((*PARTY, "details.item_name"), ["1", "A", "x"], ["1", "A", ""], constants=constants)
    assert tree["payment_method"] == "1"
    assert tree["details"] == [{"item_name": "x", "tax_type": "0", "item_unit": "式"}]


def test_accounts_and_columns_of_their_own_go_to_their_places() -> None:
    columns = (
        *PARTY,
        "banks[0].transfer_code",
        "banks[1].transfer_code",
        "custom_header.custom_detail_headers[0].field_name",
        "custom_details.custom_detail_values[0].field_value",
        "details.item_name",
    )
    [one] = placed(columns, ["1", "A", "", "B-2", "車番", "12-34", "x"], ["1", "A", "", "", "", "", "y"])
    assert one.tree["banks"] == [{"transfer_code": "B-2"}]
    assert one.tree["custom_header"] == {"custom_detail_headers": [{"field_seq": 1, "field_name": "車番"}]}
    assert one.tree["custom_details"] == [
        {"custom_detail_values": [{"field_seq": 1, "field_value": "12-34"}]},
        {},
    ]
    mapping = Mapping(columns)
    assert cell_of(one, mapping, "banks[0].transfer_code") == Cell(0, 3)
    assert cell_of(one, mapping, "details[1].item_name") == Cell(1, 6)
    assert cell_of(one, mapping, "customer.company_name_org") == Cell(0, 1)
    assert cell_of(one, mapping, "inv_show_amount") == Cell(0, None)


AMOUNTS = (
    *PARTY,
    "details.item_qty",
    "details.item_price",
    "details.item_without_tax",
    "details.tax_type",
    "details.tax_rate_sec",
    "details.input_tax_type",
    "inv_tax",
)


def test_amounts_that_are_not_stated_are_worked_out_with_the_customer_s_rounding() -> None:
    for rounding, tax in ((Rounding.DOWN, 2469), (Rounding.UP, 2470)):
        [tree] = trees(AMOUNTS, ["1", "A", "2", "13582", "", "課税", "10%", "税込", ""], rounding=rounding)
        assert (tree["inv_tax"], tree["inv_amount"], tree["inv_show_amount"]) == (tax, 27164, 27164)
        assert (tree["inv_tax_tr10"], tree["inv_without_tax"]) == (tax, 27164 - tax)


def test_amounts_that_are_stated_are_taken_and_told_where_they_differ() -> None:
    row = ["1", "A", "3", "100", "290", "課税", "10%", "", "30"]
    [one] = placed(AMOUNTS, row)
    assert one.tree["details"] == [
        {
            "item_qty": "3",
            "item_price": "100",
            "item_without_tax": "290",
            "tax_type": "0",
            "tax_rate_sec": "10",
        }
    ]
    assert (one.tree["inv_tax"], one.tree["inv_amount"], one.tree["inv_tax_tr10"]) == ("30", 319, 29)
    [note] = one.found
    assert (note.cell, note.fault.code.number, note.is_error) == (Cell(0, 8), "E600714", False)


def test_an_invoice_without_any_amount_is_left_for_the_wire_to_refuse() -> None:
    [tree] = trees((*PARTY, "details.item_name"), ["1", "A", "x"])
    assert "inv_show_amount" not in tree


def test_every_error_of_a_file_is_told_at_once_each_at_its_cell() -> None:
    columns = (
        *PARTY,
        "pay_due_date",
        "details.item_name",
        "details.item_without_tax",
        "details.tax_rate_sec",
    )
    rows = (
        ["1" * 21, "A", "2026/02/30", "x", "千円", "7%"],
        ["2", "A", "", "y" * 51, "1", "10%", "余分"],
        ["3", "A", "", "z", "1000", "10%"],
    )
    mapping = Mapping(columns)
    file = File(lambda: enumerate(rows), mapping, lambda _: Rounding.DOWN, frozenset())
    checked = check(file, lambda element: list(element.faults))
    assert {(error.row, error.column, error.code) for error in checked.errors} == {
        (0, 0, "E200003"),
        (0, 2, "E200011"),
        (0, 4, "E200007"),
        (0, 5, "E200006"),
        (1, None, "E600713"),
        (1, 3, "E200003"),
    }
    assert (checked.invoices, checked.faulty, checked.faulty_rows, checked.amount) == (
        3,
        2,
        {0: 0, 1: 1},
        1000,
    )
    assert all(error.ja and error.en for error in checked.errors)


def test_masters_alone_are_no_invoice() -> None:
    file = File(
        lambda: enumerate([["A", "会社"]]),
        Mapping(("customer.private_cust_cd", "customer.company_name_org")),
        lambda _: Rounding.DOWN,
        frozenset(),
    )
    checked = check(file, lambda element: list(element.faults))
    assert [(error.column, error.code) for error in checked.errors] == [(None, "E200001")]


def test_columns_are_guessed_by_their_names_and_no_field_is_given_twice() -> None:
    assert guess(["請求書番号", "備 考", "備考", "備考", "品名", "details.item_qty", "謎"]) == [
        "inv_no",
        "remarks",
        "details.detail_remarks",
        None,
        "details.item_name",
        "details.item_qty",
        None,
    ]


def test_a_mapping_is_kept_as_it_is_and_loses_fields_that_are_gone() -> None:
    mapping = Mapping(("inv_no", None), {"payment_method": "0"}, "row")
    assert read_mapping(write_mapping(mapping)) == mapping
    assert read_mapping(write_mapping(Mapping(("inv_no", "gone.by"), {"gone": "x"}))) == Mapping(
        ("inv_no", None)
    )
    assert [fault.code.number for fault in mapping_faults(Mapping((None,)))] == ["E600716"]
    assert [fault.code.number for fault in mapping_faults(Mapping(("inv_no",), {"inv_no": "1"}))] == [
        "E600715"
    ]
