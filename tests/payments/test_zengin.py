# ruff: noqa: E501 -- tables: one record a block, as the layout is printed
from dataclasses import replace
from datetime import date

import pytest

from seikyu.payments.zengin import Payer, Transfer, Trouble, troubles, written
from tests.payments.reader import read_bank_file

PAYER = Payer("1234567890", "カ）サンプルショウジ", "0001", "ミズホ", "001", "トウキヨウ", "1", "1234567")
TRANSFER = Transfer(
    "0005", "ミツビシユ－エフジエイ", "002", "マルノウチ", "1", "76543", "ｶ)ｱｵｿﾞﾗｼｮｳﾃﾝ", 110_000
)


def test_every_field_stands_where_the_published_layout_has_it() -> None:
    transfers = [TRANSFER, replace(TRANSFER, amount=1, customer_code1="12", customer_code2="9999999999")]
    read = read_bank_file(written(PAYER, date(2026, 8, 31), transfers))
    assert read.header == {
        "区分": "1", "種別": "21", "コード区分": "0", "委託者コード": "1234567890", "委託者名": "ｶ)ｻﾝﾌﾟﾙｼﾖｳｼﾞ".ljust(40),
        "指定日": "0831", "銀行": "0001", "銀行名": "ﾐｽﾞﾎ".ljust(15), "支店": "001", "支店名": "ﾄｳｷﾖｳ".ljust(15), "種目": "1",
        "口座": "1234567", "余白": " " * 17,
    }  # fmt: skip
    assert read.data[0] == {
        "区分": "2", "銀行": "0005", "銀行名": "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ".ljust(15), "支店": "002", "支店名": "ﾏﾙﾉｳﾁ".ljust(15),
        "交換所": "0000", "種目": "1", "口座": "0076543", "受取人": "ｶ)ｱｵｿﾞﾗｼﾖｳﾃﾝ".ljust(30), "金額": "0000110000", "新規": "0",
        "顧客1": "0000000000", "顧客2": "0000000000", "区分2": "0", "識別": " ", "余白": " " * 7,
    }  # fmt: skip
    assert (read.data[1]["顧客1"], read.data[1]["顧客2"]) == ("0000000012", "9999999999")


def test_edi_information_takes_the_place_of_the_customer_codes() -> None:
    read = read_bank_file(written(PAYER, date(2026, 8, 31), [replace(TRANSFER, edi="INV-2026/08.ｦ")]))
    [data] = read.data
    assert (data["顧客1"] + data["顧客2"], data["識別"]) == ("INV-2026/08.ｦ".ljust(20), "Y")


def test_a_name_is_never_cut_between_kana_and_its_mark() -> None:
    name = "ｱ" * 29 + "ガ"
    [data] = read_bank_file(written(PAYER, date(2026, 8, 31), [replace(TRANSFER, recipient_kana=name)])).data
    assert data["受取人"] == "ｱ" * 29 + " "


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("株式会社", ("株", "式", "会", "社")),
        ("ｶ)ｱｦｲ", ("ｦ",)),
        ("ｱ,ｲ", (",",)),
        ("ｱ･ｲ", ("･",)),
        ("㈱ア", ("㈱",)),
    ],
)
def test_a_character_banks_do_not_take_is_named_and_never_replaced(
    name: str, refused: tuple[str, ...]
) -> None:
    transfer = replace(TRANSFER, recipient_kana=name)
    assert troubles(PAYER, [TRANSFER, transfer]) == [Trouble(1, "受取人名", name, refused)]
    with pytest.raises(ValueError, match="cannot be written"):
        written(PAYER, date(2026, 8, 31), [transfer])


@pytest.mark.parametrize("amount", [0, -1, 10_000_000_000])
def test_an_amount_banks_do_not_transfer_is_told(amount: int) -> None:
    [trouble] = troubles(PAYER, [replace(TRANSFER, amount=amount)])
    assert (trouble.transfer, trouble.field) == (0, "振込金額")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    payer = replace(PAYER, consignor_kana="見本商事", account_num="12a")
    found = troubles(payer, [replace(TRANSFER, bank_code="", recipient_kana="")])
    assert [(one.transfer, one.field) for one in found] == [
        (None, "委託者名"),
        (None, "口座番号"),
        (0, "被仕向銀行番号"),
        (0, "受取人名"),
    ]
