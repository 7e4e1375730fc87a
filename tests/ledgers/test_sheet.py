"""The receiver's download file: 250 columns, a row per line, nothing lost on the way into a database."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg

from seikyu.ledgers.checking import troubles
from seikyu.ledgers.model import Known, Paper
from seikyu.ledgers.packing import Packing, unpacked
from seikyu.ledgers.sheet.table import HEADS, SHEET, rows
from seikyu.payees.registrations import Period, Registration, Standing
from tests.ledgers.papers import BOTH, LINES, ONE_ROW, paper, received

PUBLISHED = Path(__file__).parents[1] / "spec" / "receiver_columns.txt"


def file_of(*papers: Paper) -> bytes:
    packing = Packing(SHEET)
    for one in papers:
        packing.add(SHEET.rows(one))
    return unpacked(packing.finished()[1]).read()


def named(one: Paper) -> list[dict[str, str]]:
    return [dict(zip(HEADS, row, strict=True)) for row in rows(one)]


def test_the_columns_are_the_published_ones_in_their_order() -> None:
    published = PUBLISHED.read_text(encoding="utf-8").splitlines()
    assert len(HEADS) == len(set(HEADS)) == 250
    assert list(HEADS) == [re.sub("＃(税抜|税込)", r"（\1）", name) for name in published]


def test_every_value_is_quoted_and_every_row_ends_with_crlf() -> None:
    content = file_of(*BOTH).decode("cp932")
    assert content.startswith('"【全体情報】作成方法","【全体情報】添付ファイル有無フラグ"')
    assert content.endswith('"\r\n')
    assert all(len(row) == 250 for row in csv.reader(io.StringIO(content, newline="")))
    unquoted = re.sub(r'"(?:[^"]|"")*"', "", content)
    assert set(unquoted.removesuffix("\r\n").split("\r\n")) == {"," * 249}


def test_an_invoice_without_lines_has_one_row_with_its_slip() -> None:
    [row] = named(paper(1, replace(ONE_ROW[0], line=None), details=[]))
    assert row["【明細情報】明細連番"] == row["【明細情報】明細項目"] == ""
    assert (row["【仕訳情報】借方科目"], row["【仕訳情報】貸方科目"]) == ("外注費", "買掛金")
    assert row["【おもて情報】今回請求金額（税込）"] == "6780"


def test_lines_have_their_rates_words_and_slips() -> None:
    first, second, third = named(BOTH[1])
    assert (first["【明細情報】税率"], first["【明細情報】軽減税率"]) == ("8%", "軽減税率対象")
    assert (second["【明細情報】税率"], second["【明細情報】税区分"]) == ("10%", "課税")
    assert (third["【明細情報】税率"], third["【明細情報】税区分"]) == ("", "不課税")
    assert [row["【明細情報】税抜税込"] for row in (first, second, third)] == ["税抜", "税込", ""]
    assert [row["【明細情報】明細連番"] for row in (first, second, third)] == ["1", "2", "3"]
    assert first["【仕訳情報】会計伝票日付"] == "2026/07/31"
    # A line split over departments tells each; what is owed is entered once for the whole invoice.
    assert second["【仕訳情報】借方負担部門"] == "営業部\n管理部"
    assert second["【仕訳情報】借方科目"] == "修繕費"
    assert {row["【仕訳情報】貸方科目"] for row in (first, second, third)} == {"未払金"}


def test_delivery_slips_are_summed_by_their_number_and_class() -> None:
    exempt = {**LINES[0], "item_slip_no": "N-1", "sum_exempt_flg": "1", "item_without_tax": 9_999}
    first, second, third, fourth = named(paper(1, details=[*LINES, exempt]))
    slip = {name: value for name, value in first.items() if name.startswith("【伝票情報】") and value}
    assert slip == {
        "【伝票情報】伝票番号": "N-1",
        "【伝票情報】伝票金額": "6000",
        "【伝票情報】伝票消費税額": "580",
        "【伝票情報】伝票請求金額": "6580",
        "【伝票情報】伝票10％合計金額（税抜）": "5000",
        "【伝票情報】伝票10％消費税額": "500",
        "【伝票情報】伝票10％合計金額（税込）": "5500",
        "【伝票情報】伝票軽減8％合計金額（税抜）": "1000",
        "【伝票情報】伝票軽減8％消費税額": "80",
        "【伝票情報】伝票軽減8％合計金額（税込）": "1080",
    }
    assert second["【伝票情報】伝票金額"] == fourth["【伝票情報】伝票金額"] == "6000"
    assert {value for name, value in third.items() if name.startswith("【伝票情報】")} == {""}


def test_columns_the_seller_named_itself_are_told_with_their_titles() -> None:
    header = {"field_seq": 1, "field_name": "現場", "field_type": "S", "field_col_width": 60}
    amount = {"field_seq": 2, "field_name": "人工", "field_type": "N", "field_col_width": 40}
    values = [{"field_seq": 1, "field_value": "渋谷"}, {"field_seq": 2, "field_value": 3}]
    [row] = named(
        paper(
            1,
            details=[],
            custom_header={"custom_name": "工事", "custom_detail_headers": [header, amount]},
            custom_details=[{"custom_detail_values": values}],
        )
    )
    found = [row[f"【明細情報】明細0{n}{end}"] for n in (1, 2) for end in ("タイトル", "データ")]
    assert found == ["現場", "渋谷", "人工", "3"]


def test_what_happened_to_an_invoice_is_told_in_words() -> None:
    known = Known(exported=True, paid=True, attached=True, maker="山田", department="営業部")
    own = Paper(received(9, origin="own"), BOTH[0].document, None, known)
    row = named(own)[0]
    told = (
        "作成方法",
        "添付ファイル有無フラグ",
        "状態",
        "会計DL",
        "支払DL",
        "自社作成請求書作成者",
        "請求書管理番号",
    )
    assert [row[f"【全体情報】{name}"] for name in told] == [
        "自社作成",
        "1",
        "処理済",
        "済",
        "済",
        "山田",
        "9",
    ]


def test_the_tax_agencys_list_is_told_for_the_day_of_the_invoice() -> None:
    period = Period(
        "T7000012050002",
        date(2023, 10, 1),
        date(2026, 7, 1),
        None,
        date(2026, 7, 2),
        "株式会社髙橋商事",
        "神奈川県横浜市西区1-1",
        corporation=True,
    )
    found = Registration(period.number, date(2026, 7, 31), Standing.CANCELLED, period, date(2026, 11, 1))
    row = named(replace(BOTH[0], known=Known(registration=found)))[0]
    assert row["【おもて情報】事業者登録番号検索結果"] == "取消"
    told = ("登録年月日", "氏名又は名称", "都道府県", "更新年月日", "取消年月日", "失効年月日")
    assert [row[f"【おもて情報】［国税庁］{name}"] for name in told] == [
        "2023/10/01",
        "株式会社髙橋商事",
        "神奈川県",
        "2026/07/02",
        "2026/07/01",
        "",
    ]


def test_a_text_that_looks_like_a_formula_is_written_as_it_is() -> None:
    assert named(BOTH[1])[2]["【明細情報】明細項目"] == "=1+1"


HARD = ("髙﨑①～－", '引用"符"、カンマ,', "一行目\n二行目", "", "㈱№Ⅷ纊∵≒", "ｶﾞ ﾊﾟ", "\\~￤", " 空白 ")


def hard(place: int) -> Paper:
    lines: list[Any] = [
        {**LINES[0], "item_name": text.replace("\n", " ") or None, "detail_remarks": text or None}
        for text in HARD[place:]
    ]
    return paper(5000 + place, *ONE_ROW, details=lines, remarks=HARD[place] or None)


async def test_postgresql_takes_the_file_in_with_copy_without_losing_anything(database_url: str) -> None:
    papers = [hard(place) for place in range(len(HARD))]
    columns = [f"c{number}" for number in range(1, 251)]
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(
            f"CREATE TEMPORARY TABLE sheet ({', '.join(f'{name} text' for name in columns)}, "
            "place integer GENERATED ALWAYS AS IDENTITY)"
        )
        await connection.copy_to_table(
            "sheet",
            source=io.BytesIO(file_of(*papers)),
            columns=columns,
            format="csv",
            header=True,
            encoding="SJIS",
        )
        loaded = await connection.fetch(f"SELECT {', '.join(columns)} FROM sheet ORDER BY place")
    finally:
        await connection.close()
    expected = [row for one in papers for row in rows(one)]
    assert [list(row) for row in loaded] == expected
    assert {text for text in HARD if text} <= {value for row in loaded for value in row}


def test_what_shift_jis_would_change_is_told_instead_of_written() -> None:
    one = paper(6000, remarks="−〜‖", details=[{**LINES[0], "item_name": "𠮟る"}])
    faults = troubles(SHEET, one, rows(one))
    assert [(fault.values["column"], fault.values["character"]) for fault in faults] == [
        ("【おもて情報】備考", "−"),
        ("【おもて情報】備考", "〜"),
        ("【おもて情報】備考", "‖"),
        ("【明細情報】明細項目", "𠮟"),
    ]
    assert "請求書6000の「【おもて情報】備考」にある「−」（U+2212）" in faults[0].detail("ja")
