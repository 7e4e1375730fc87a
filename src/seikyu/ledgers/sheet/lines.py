"""Columns of a line: 【明細情報】."""

from seikyu.invoices.wire import INPUT_TAX_TYPES, TAX_RATES, TAX_TYPES
from seikyu.ledgers.sheet.row import Cell, Column, SheetRow, day, nothing, of_line, worded
from seikyu.wire.values import day as day_of

FREE_FIELDS = (*(f"item_free_txt{n}" for n in range(1, 11)), "item_free_txt_l")
REDUCED = {"0": "軽減税率対象外", "1": "軽減税率対象"}
RATES = {str(rate): word for rate, word in TAX_RATES.items()}


def _free_title(place: int) -> Cell:
    return lambda row: row.custom[place][0] if place < len(row.custom) else ""


def _free_value(place: int, name: str) -> Cell:
    given = of_line(name)
    return lambda row: row.custom[place][1] if place < len(row.custom) else given(row)


def _line_day(row: SheetRow) -> str:
    return day(day_of(row.line, "item_slip_date"))


LINE: tuple[Column, ...] = (
    ("明細日付", _line_day),
    ("明細番号", of_line("item_slip_no")),
    ("商品コード", of_line("item_prod_code")),
    ("明細項目", of_line("item_name")),
    ("単価", of_line("item_price")),
    ("単位", of_line("item_unit")),
    ("数量", of_line("item_qty")),
    ("税区分", worded(of_line("tax_type"), TAX_TYPES)),
    ("税率", worded(of_line("tax_rate_sec"), RATES)),
    ("軽減税率", worded(of_line("reduced_tax_flg"), REDUCED)),
    ("金額", of_line("item_without_tax")),
    ("消費税額", of_line("item_tax")),
    ("請求金額", of_line("item_amount")),
    ("部門コード", of_line("item_sec_code")),
    ("部門名", of_line("item_sec_name")),
    ("明細備考", of_line("detail_remarks")),
    *(
        column
        for place, name in enumerate(FREE_FIELDS)
        for column in (
            (f"明細{place + 1:02}タイトル", _free_title(place)),
            (f"明細{place + 1:02}データ", _free_value(place, name)),
        )
    ),
    ("メモ1", nothing),
    ("メモ2", nothing),
)
LINE_NUMBER: tuple[Column, ...] = (("明細連番", lambda row: str(row.number) if row.number else ""),)
TAX_INSIDE: tuple[Column, ...] = (("税抜税込", worded(of_line("input_tax_type"), INPUT_TAX_TYPES)),)
