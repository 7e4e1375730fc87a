"""What the law asks of a printed invoice (law 2.1)."""

import pytest

from seikyu.invoices.totals import TaxClass
from seikyu.pdf.press import Press
from tests.pdf.reading import pages, said
from tests.pdf.samples import Document, bare, printed, taxed, typical


def test_a_qualified_invoice_says_all_six_things(press: Press) -> None:
    text = said(printed(typical(), press))
    for promised in (
        "株式会社青葉フーズ",
        "登録番号T7000012050002",
        "2025/10/01オーガニックコーヒー豆深煎り500g※",
        "※は軽減税率対象",
        "10%対象146,00014,600160,600",
        "8%(軽減)対象※190,10015,208205,308",
        "合計336,10029,808365,908",
        "みなと商事株式会社横浜支店御中",
    ):
        assert promised in text


def test_an_issuer_without_a_number_claims_nothing(press: Press) -> None:
    issuer = {"company_name": "青葉フーズ", "registration_number": None}
    text = said(printed(typical() | {"issuer": issuer}, press))
    assert "青葉フーズ" in text
    assert "登録番号" not in text
    assert "適格" not in text


def test_lines_at_the_ordinary_rate_carry_no_mark_and_no_legend(press: Press) -> None:
    text = said(printed(bare(details=[taxed("紙コップ", 1000, 10)]), press))
    assert "紙コップ" in text
    assert "※" not in text


def test_totals_are_what_the_document_states_whatever_the_lines_add_up_to(press: Press) -> None:
    odd = bare(
        details=[taxed("紙コップ", 1000, 10)],
        inv_without_tax_tr10=777,
        inv_tax_tr10=66,
        inv_amount_tr10=5555,
        inv_amount=5555,
    )
    text = said(printed(odd, press))
    assert "10%対象777665,555" in text
    assert "合計5,555" in text


def test_totals_that_are_not_stated_are_not_worked_out(press: Press) -> None:
    text = said(printed(bare(details=[taxed("紙コップ", 1000, 10)]), press))
    assert "対象" not in text
    assert "合計" not in text


def test_every_stated_class_is_shown_and_no_other(press: Press) -> None:
    labels = ("10%対象", "8%(軽減)対象※", "8%対象", "5%対象", "0%対象", "非課税", "免税", "不課税")
    every = {f"inv_without_tax_{each.value}": 1000 + at for at, each in enumerate(TaxClass)}
    text = said(printed(bare(**every), press))
    assert "".join(f"{label}1,00{at}" for at, label in enumerate(labels)) in text
    for each, label in zip(TaxClass, labels, strict=True):
        alone = said(printed(bare(**{f"inv_tax_{each.value}": 7}), press))
        assert [other for other in labels if f"税込金額{other}7" in alone] == [label]


def test_a_class_of_noughts_is_shown_only_when_lines_are_of_it(press: Press) -> None:
    nought: Document = {f"inv_tax_{each.value}": 0 for each in TaxClass}
    text = said(printed(bare(details=[taxed("見本", 0, 10)], **nought), press))
    assert "10%対象0" in text
    assert "非課税" not in text


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"tax_type": "0", "tax_rate_sec": 10}, "10%"),
        ({"tax_type": "0", "tax_rate_sec": 8, "input_tax_type": "1"}, "8%(内)"),
        ({"tax_type": "0", "tax_rate_sec": 0}, "0%"),
        ({"tax_type": "1"}, "非課税"),
        ({"tax_type": "2"}, "免税"),
        ({"tax_type": "3"}, "不課税"),
        ({"tax_type": None, "tax_rate_sec": None}, ""),
    ],
)
def test_a_line_tells_its_rate_or_why_it_is_not_taxed(fields: Document, shown: str, press: Press) -> None:
    only = taxed("品", 1234, 10) | {"tax_rate_sec": None, **fields}
    assert f"品{shown}1,234" in said(printed(bare(details=[only]), press))


def test_a_line_outside_the_total_says_so(press: Press) -> None:
    lines = [taxed("本体", 500, 10), taxed("参考", 300, 10, item_unit="個") | {"sum_exempt_flg": "1"}]
    text = said(printed(bare(details=lines), press))
    assert text.count("合計対象外") == 1
    assert text.index("参考") < text.index("合計対象外")


def test_returns_stand_as_negative_amounts(press: Press) -> None:
    back = bare(
        details=[taxed("返品", -1100, 10, item_qty=-2, item_price=550)],
        inv_without_tax_tr10=-1100,
        inv_tax_tr10=-110,
        inv_amount_tr10=-1210,
        inv_show_amount=-1210,
    )
    text = said(printed(back, press))
    assert "▲¥1,210" in text
    assert "ご請求申し上げます" not in text
    assert "返品▲255010%▲1,100" in text
    assert "10%対象▲1,100▲110▲1,210" in text


@pytest.mark.parametrize(("unit", "words"), [("0", "請求総額"), ("1", "明細単位")])
def test_the_unit_tax_was_computed_by_is_told(unit: str, words: str, press: Press) -> None:
    assert f"消費税の計算単位:{words}" in said(printed(bare(unit_tax_calc_sec=unit), press))


def test_a_re_issued_version_says_so_and_the_first_does_not(press: Press) -> None:
    assert "再発行 (第2版)" in pages(printed(typical(), press, version=2))[0]
    assert "再発行" not in said(printed(typical(), press, version=1))
