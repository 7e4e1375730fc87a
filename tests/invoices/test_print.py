"""The printed invoice as those who get it read it."""

from decimal import Decimal
from typing import Any

import pytest

from seikyu.invoices.print import invoice_press
from seikyu.pdf.press import Press
from tests.pdf.reading import fonts, glyphs, pages, said
from tests.pdf.samples import Document, bank, bare, custom, customer, line, printed, taxed, typical


def test_the_first_page_names_the_invoice_its_parties_and_its_terms(press: Press) -> None:
    text = said(
        printed(typical() | {"customer_code1": "YK01", "customer_code2": "B7", "edi_info": "E9"}, press)
    )
    for promised in (
        "〒231-0023神奈川県横浜市中区山下町4-5-6みなとタワー8階みなと商事株式会社横浜支店御中",
        "請求書番号AF-2025-10-0042",
        "請求書管理番号1000000042",
        "発行日2025年10月31日",
        "締日2025年10月31日",
        "顧客コードYK01/B7",
        "東京営業所第一営業部〒105-0013東京都港区浜松町一丁目2番3号青葉ビルディング12階",
        "TEL03-1234-5678",
        "担当佐藤恵",
        "件名10月分コーヒー関連資材ほか",
        "ご請求金額¥365,908(税込)",
        "入金期限2025年11月30日",
        "入金方法銀行振込",
        "EDI情報E9",
        "みずほ銀行(0001)丸之内支店(005)普通預金1234567株式会社青葉フーズｶ)ｱｵﾊﾞﾌｰｽﾞ",
    ):
        assert promised in text


def test_the_sellers_own_titles_take_the_place_of_ours(press: Press) -> None:
    text = said(printed(bare(invoice_title="御請求書", invoice_amount_title="今回お支払額"), press))
    assert "御請求書" in text
    assert "今回お支払額¥0" in text
    assert "ご請求金額" not in text


def test_what_is_not_for_the_reader_is_not_printed(press: Press) -> None:
    hidden = customer(
        company_name_org="みなと商事",
        corp_genuine_id="7000012050002",
        company_name_kana_org="ミナトショウジ",
        base_name_kana="ヨコハマ",
        phone="045-111-2222",
        fax="045-111-3333",
        private_user_employee_no="E-777",
        private_user_name="内田 守",
    )
    text = said(printed(typical() | {"customer": hidden, "inv_coop_post_use_type": "2"}, press))
    for secret in ("ミナトショウジ", "ヨコハマ", "045-111", "E-777", "内田", "B1", "P1", "ﾐｽﾞﾎ"):
        assert secret not in text


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"company_name_org": "みなと商事"}, "みなと商事御中"),
        ({"base_name": "横浜支店"}, "横浜支店御中"),
        ({"company_name_org": "山田太郎 様"}, "山田太郎様請求書番号"),
        ({"company_name_org": "みなと商事 御中"}, "みなと商事御中請求書番号"),
        ({}, "8階請求書番号"),
    ],
)
def test_a_recipient_is_addressed_once(names: Document, shown: str, press: Press) -> None:
    text = said(printed(typical() | {"customer": customer(**names)}, press))
    assert shown in text
    assert text.count("御中") <= 1


def test_every_field_of_a_line_is_printed(press: Press) -> None:
    texts = {f"item_free_txt{at}": f"自由{at}番" for at in range(1, 11)}
    full = line(
        **texts,
        item_free_txt_l="長い自由項目",
        item_slip_date="2025-10-09",
        item_slip_no="DN-77",
        item_prod_code="CF-0001",
        item_name="焙煎豆",
        item_qty=Decimal("1234.50000"),
        item_price=Decimal("0.12345"),
        item_unit="kg",
        item_without_tax=152,
        item_tax=15,
        item_amount=167,
        item_sec_code="101",
        item_sec_name="営業部",
        detail_remarks="至急",
        tax_type="0",
        tax_rate_sec=10,
    )
    text = said(printed(bare(details=[full]), press))
    for promised in (
        "2025/10/09",
        "DN-77",
        "CF-0001",
        "1,234.5kg0.1234510%15215167",
        "部門:101営業部備考:至急自由項目1:自由1番",
        "自由項目10:自由10番自由項目11:長い自由項目",
        *texts.values(),
    ):
        assert promised in text


def test_columns_that_no_line_uses_are_left_out(press: Press) -> None:
    text = said(printed(bare(details=[line(item_name="一式", item_amount=5)]), press))
    assert "No.品名金額(税込)1一式5" in text


def test_what_was_carried_over_is_shown_when_given(press: Press) -> None:
    carried = {"prev_inv_amount": 5000, "payment": -4000, "adjustment": 0, "carryover_new": 1000}
    text = said(printed(typical() | carried, press))
    assert "前回請求金額入金額調整金額繰越金額今回請求金額(税抜)今回消費税額今回請求金額(税込)" in text
    assert "5,000▲4,00001,000336,10029,808365,908" in text
    assert "前回請求金額" not in said(printed(typical(), press))


def test_free_items_of_the_front_are_shown_under_their_names(press: Press) -> None:
    free = {"inv_free_txt2": "特急便", "inv_free_num1": Decimal("12.5"), "inv_free_num7": -3}
    text = said(printed(bare(**free), press))
    assert "自由項目2(文字)自由項目1(数値)自由項目7(数値)特急便12.5▲3" in text


def test_a_custom_table_has_its_own_heads_order_and_decimals(press: Press) -> None:
    heads: list[tuple[str, str, int | None, int]] = [
        ("届け先", "S", None, 60),
        ("重量(kg)", "N", 3, 20),
        ("運賃", "N", 0, 20),
    ]
    fields = custom(heads, [["横浜倉庫", "12.5", "-1200"], ["川崎倉庫", "1234567890123.125", "0"]])
    fields["custom_header"]["custom_detail_headers"].reverse()
    fields["custom_details"].append({"custom_detail_values": [{"field_seq": 2, "field_value": "7"}]})
    text = said(printed(bare(**fields), press))
    assert "配送明細届け先重量(kg)運賃横浜倉庫12.500▲1,200" in text
    assert "川崎倉庫1,234,567,890,123.12507.000" in text


def test_amounts_of_a_column_end_at_one_edge(press: Press) -> None:
    lines = [line(item_name="品", item_without_tax=amount) for amount in (7, 11_118, -2_345_609)]
    found = glyphs(printed(bare(details=lines), press))
    ends = {round(glyph.x1, 1) for glyph in found if glyph.text in "789" and glyph.x0 > 500}
    assert len(ends) == 1


def test_up_to_ten_accounts_are_listed(press: Press) -> None:
    banks = [bank(account_num=f"{at:07}", deposit_sec=kind) for at, kind in enumerate("1249" * 2 + "12")]
    text = said(printed(bare(banks=banks), press))
    assert text.count("みずほ銀行(0001)") == 10
    for kind in ("普通預金0000000", "当座預金0000001", "貯蓄預金0000002", "その他0000003"):
        assert kind in text


def test_lines_of_the_remarks_are_kept(press: Press) -> None:
    text = pages(printed(bare(remarks="一行目\n二行目\n\n  四行目"), press))[0]
    assert "一行目\n二行目\n" in text
    assert text.index("二行目") < text.index("四行目")


def test_following_pages_repeat_head_and_number_and_count_the_pages(press: Press) -> None:
    found = pages(printed(typical(120), press))
    assert len(found) == 3
    for number, page in enumerate(found, start=1):
        assert f"{number} / 3" in page
        if number > 1:
            assert "株式会社青葉フーズ" in page
            assert "AF-2025-10-0042" in page
            assert "管理番号 1000000042" in page
        assert "品名\n数量" in page or "品名 数量" in page
    assert found[0].count("株式会社青葉フーズ") == 1


@pytest.mark.parametrize("lines", [0, 1, 10, 45, 500])
def test_any_number_of_lines_is_printed_whole(lines: int, press: Press) -> None:
    found = pages(printed(typical(lines), press))
    text = "".join(found)
    assert text.count("オーガニックコーヒー豆") == (lines + 4) // 5
    assert len(found) == {0: 1, 1: 1, 10: 1, 45: 2, 500: 11}[lines]


def test_text_that_looks_like_markup_is_printed_as_it_is(press: Press) -> None:
    tricky = '#panic() *b* _i_ $x$ \\ [[ <a> @r // `c` ~ "q"'
    fields: dict[str, Any] = {"inv_name": tricky, "remarks": tricky, "details": [taxed(tricky, 1, 10)]}
    text = said(printed(bare(**fields), press))
    assert text.count(tricky.replace(" ", "")) == 3


def test_characters_out_of_the_font_are_seen_to_be_missing(press: Press) -> None:
    name = "髙﨑①㈱ ｶﾞｷﾞ 𠮷 葛\U000e0100 😀"
    text = said(printed(bare(customer=customer(company_name_org=name), remarks="\u202e321😀"), press))
    assert "髙﨑①㈱ｶﾞｷﾞ〓葛\U000e0100〓御中" in text
    assert "321〓" in text


def test_the_same_version_gives_the_same_bytes(press: Press) -> None:
    first = printed(typical(), press)
    assert printed(typical(45), press) != first
    assert printed(typical(), press) == first
    assert printed(typical(), invoice_press()) == first


def test_only_our_own_fonts_are_used_and_all_are_embedded(press: Press) -> None:
    assert fonts(printed(typical(), press)) == {
        "BIZUDPGothic-Regular": True,
        "BIZUDPGothic-Bold": True,
        "SeikyuFigures-Regular": True,
        "SeikyuFigures-Bold": True,
    }
