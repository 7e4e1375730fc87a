"""Files of accounting packages: as the examples show them, and as an independent reader understands them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from seikyu.ledgers.checking import troubles
from seikyu.ledgers.formats import LAYOUTS
from seikyu.ledgers.model import Format, Paper
from seikyu.ledgers.packing import Packing, unpacked
from tests.ledgers.papers import BOTH, ONE_ROW, SEVERAL, leg, paper
from tests.ledgers.readers import ReadSlip, read_freee, read_money_forward, read_obc, read_yayoi

EXAMPLES = Path(__file__).parent.parent / "examples" / "ledgers"
READERS = {
    Format.YAYOI: read_yayoi,
    Format.FREEE: read_freee,
    Format.MONEY_FORWARD: read_money_forward,
    Format.OBC: read_obc,
}


def file_of(format_: Format, papers: Sequence[Paper]) -> bytes:
    layout = LAYOUTS[format_]
    packing = Packing(layout)
    for one in papers:
        packing.add(layout.rows(one))
    _, packed = packing.finished()
    return unpacked(packed).read()


@pytest.mark.parametrize("format_", list(Format))
def test_a_file_is_what_its_example_shows(format_: Format) -> None:
    example = EXAMPLES / f"{format_.value}.{LAYOUTS[format_].suffix}"
    assert file_of(format_, BOTH) == example.read_bytes()


@pytest.mark.parametrize("format_", list(READERS))
def test_a_package_reads_slips_of_the_right_day_and_sum(format_: Format) -> None:
    reader: Callable[[bytes], list[ReadSlip]] = READERS[format_]
    one, several = reader(file_of(format_, BOTH))
    assert {one.day, several.day} == {date(2026, 7, 31)}
    assert [sum(p.amount for p in slip.debits) for slip in (one, several)] == [11000, 6780]
    assert [sum(p.tax for p in slip.debits) for slip in (one, several)] == [1000, 580]
    if format_ is not Format.FREEE:  # a 取引 has but one side
        assert one.balance == several.balance == 0


def test_yayoi_reads_names_tax_categories_memos_and_our_number() -> None:
    one, several = read_yayoi(file_of(Format.YAYOI, BOTH))
    [debit], [credit] = one.debits, one.credits
    assert (debit.account, debit.sub_account, debit.department) == ("外注費", "システム開発", "営業部")
    assert (debit.tax_category, credit.account, credit.tax_category) == (
        "課対仕入込10%適格",
        "買掛金",
        "対象外",
    )
    assert (one.reference, debit.memo) == ("1001", "7月分 業務委託費")
    assert [p.department for p in several.debits] == ["営業部", "営業部", "管理部", ""]
    assert [p.memo for p in several.credits] == ["髙橋商事～未払"]


def test_freee_reads_one_deal_a_slip_with_its_supplier() -> None:
    one, several = read_freee(file_of(Format.FREEE, BOTH))
    assert (one.reference, one.supplier, len(several.debits)) == ("1001", "株式会社髙橋商事", 4)
    assert [p.tax_category for p in several.debits][-1] == "対象外"


def test_freee_has_no_place_for_two_accounts_on_the_credit_side() -> None:
    withheld = replace(SEVERAL[-1], credit=leg("2130", "預り金", 0))
    problem = paper(1, *SEVERAL, withheld)
    [fault] = troubles(LAYOUTS[Format.FREEE], problem, LAYOUTS[Format.FREEE].rows(problem))
    assert fault.code.number == "E601305"
    assert fault.invoice_mng_num == "1"


def test_money_forward_reads_what_may_be_deducted() -> None:
    one, several = read_money_forward(file_of(Format.MONEY_FORWARD, BOTH))
    assert [p.invoice for p in (*one.debits, *one.credits)] == ["適格", ""]
    assert [p.invoice for p in several.debits] == ["適格", "80%控除", "80%控除", ""]


def test_obc_reads_codes_and_rates() -> None:
    one, several = read_obc(file_of(Format.OBC, BOTH))
    [debit] = one.debits
    assert (debit.account, debit.sub_account, debit.department) == ("6100", "S1", "D01")
    assert [p.rate for p in several.debits] == ["1/8.0", "0/10.0", "0/10.0", "/"]


def test_a_name_that_is_too_long_is_told_and_never_cut() -> None:
    name, memo = "とても長い名前の勘定科目です", "摘" * 33
    entry = replace(ONE_ROW[0], debit=leg("1", name, 11000), memo=memo)
    problem, layout = paper(77, entry), LAYOUTS[Format.YAYOI]
    account, told = troubles(layout, problem, layout.rows(problem))
    assert account.detail("ja") == (
        f"請求書77の「借方勘定科目」の値「{name}」が長すぎます（半角24文字、全角はその半分まで）。"
    )
    assert memo in told.detail("ja")
    fitting = paper(77, replace(ONE_ROW[0], debit=leg("1", name[:12], 11000), memo=memo[:32]))
    assert troubles(layout, fitting, layout.rows(fitting)) == []


def test_every_character_shift_jis_lacks_is_told_with_its_place() -> None:
    entry = replace(ONE_ROW[0], debit=leg("1", "会議〜費", 11000), memo="𠮷野家−😀")
    problem, layout = paper(78, entry), LAYOUTS[Format.YAYOI]
    faults = troubles(layout, problem, layout.rows(problem))
    assert [(fault.values["column"], fault.values["point"]) for fault in faults] == [
        ("借方勘定科目", "U+301C"),
        ("摘要", "U+20BB7"),
        ("摘要", "U+2212"),
        ("摘要", "U+1F600"),
    ]
    other = LAYOUTS[Format.FREEE]
    assert troubles(other, problem, other.rows(problem)) == []
