"""Files that we give out: the sample of the standard layout, and what has to be corrected, with why. Pure."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from seikyu.kit import csv_text
from seikyu.kit.csv_text import Encoding
from seikyu.uploads.layout import STANDARD
from seikyu.uploads.reading import REMARKS, Kind

SAMPLE: tuple[Mapping[str, str], ...] = (
    {
        "inv_no": "INV-1001",
        "customer.private_cust_cd": "C0001",
        "inv_name": "11月分ご請求",
        "pay_due_date": "2026/12/31",
        "close_date": "2026/11/30",
        "remarks": "いつもお世話になっております。",
        "details.item_slip_date": "2026/11/05",
        "details.item_prod_code": "A-100",
        "details.item_name": "事務用品",
        "details.item_qty": "10",
        "details.item_price": "1200",
        "details.item_unit": "箱",
        "details.tax_type": "課税",
        "details.tax_rate_sec": "10%",
        "details.input_tax_type": "税抜",
    },
    {
        "inv_no": "INV-1001",
        "customer.private_cust_cd": "C0001",
        "details.item_slip_date": "2026/11/12",
        "details.item_prod_code": "F-200",
        "details.item_name": "ミネラルウォーター",
        "details.item_qty": "24",
        "details.item_price": "98.5",
        "details.item_unit": "本",
        "details.tax_type": "課税",
        "details.tax_rate_sec": "8%※",
        "details.input_tax_type": "税抜",
    },
    {
        "inv_no": "INV-1002",
        "customer.private_cust_cd": "C0002",
        "inv_name": "保守サービス",
        "pay_due_date": "2026/12/31",
        "close_date": "2026/11/30",
        "details.item_slip_date": "2026/11/30",
        "details.item_name": "保守料 11月分",
        "details.item_qty": "1",
        "details.item_price": "55000",
        "details.item_unit": "式",
        "details.tax_type": "課税",
        "details.tax_rate_sec": "10%",
        "details.input_tax_type": "税込",
    },
)
"""Two invoices whose amounts are left to be worked out."""


def sample(kind: Kind, encoding: Encoding) -> bytes:
    """The standard layout with two invoices to be written over."""
    rows = [[row.get(path, "") for _, path in STANDARD] for row in SAMPLE]
    return written(kind, encoding, [head for head, _ in STANDARD], rows)


def with_errors(
    kind: Kind,
    encoding: Encoding,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    sentences: Mapping[int, Sequence[str]],
    *,
    english: bool = False,
) -> bytes:
    """Rows to be corrected as they were, and a column more that says why; that column is not read again."""
    width = len(header)
    head = "Errors" if english else "エラー"
    assert head in REMARKS  # noqa: S101 -- or the file could not be uploaded again
    told = ([*row[:width], " / ".join(sentences.get(index, ()))] for index, row in rows)
    return written(kind, encoding, [*header, head], told)


def written(kind: Kind, encoding: Encoding, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file of texts."""
    if kind == "csv":
        return csv_text.write([header, *rows], encoding)
    out = io.BytesIO()
    # Nothing is taken for a formula, a link or a figure: what stands there comes back as it was.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(header):
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(number, column, cell)
    return out.getvalue()
