"""The printed invoice: a version's document as PDF (law 2.1)."""

from datetime import date, datetime
from pathlib import Path

import msgspec

from seikyu.invoices.printing import head
from seikyu.invoices.printing.custom import custom_table
from seikyu.invoices.printing.lines import lines_table
from seikyu.invoices.printing.page import WIDTH, Page
from seikyu.invoices.printing.tables import AMOUNTS, banks_table, totals_table
from seikyu.invoices.printing.words import given
from seikyu.invoices.wire import UNIT_TAX
from seikyu.kit.jst import start_of_day
from seikyu.pdf.breaks import breakable
from seikyu.pdf.glyphs import Glyphs
from seikyu.pdf.press import Press, open_press
from seikyu.wire import json
from seikyu.wire.values import Node, Value, node, nodes, whole

TEMPLATE = Path(__file__).parent / "printing" / "invoice.typ"

FIRST_VERSION = 1
SHORT_TITLE = 4
GREETING = "下記のとおりご請求申し上げます。"


def invoice_press(*, compilers: int = 1) -> Press:
    """The press `render` prints invoices with."""
    return open_press(TEMPLATE, compilers=compilers)


def render(document: bytes, *, invoice_mng_num: int, version: int, send_date: date, press: Press) -> bytes:
    """The PDF of a version; the same version gives the same bytes, whenever it is printed."""
    tree = _printable(json.read(document), press.text)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    page = page_of(tree, invoice_mng_num=invoice_mng_num, version=version, send_date=send_date, press=press)
    made: datetime = start_of_day(send_date)
    return press.print(msgspec.json.encode(page), made=made)


def page_of(document: Node, *, invoice_mng_num: int, version: int, send_date: date, press: Press) -> Page:
    """Everything the page says, formatted and measured."""
    title = given(document, "invoice_title") or "請求書"
    inv_no = given(document, "inv_no")
    issuer = head.issuer(document, press)
    return Page(
        title=title,
        tracking=0.6 if len(title) <= SHORT_TITLE else 0.0,
        author=_plain(issuer.name),
        runner="　".join(filter(None, (_plain(issuer.name), title, inv_no, f"管理番号 {invoice_mng_num}"))),
        reissue=f"再発行 (第{version}版)" if version > FIRST_VERSION else "",
        recipient=head.recipient(document, press),
        issuer=issuer,
        numbers=head.numbers(document, invoice_mng_num, send_date, press),
        subject=breakable(given(document, "inv_name"), 22, press.text.width),
        greeting=GREETING if (whole(document, "inv_show_amount") or 0) >= 0 else "",
        amount=head.amount(document, press),
        terms=head.terms(document, press),
        balance=head.balance(document, press),
        extras=head.extras(document, press),
        lines=lines_table(nodes(document, "details"), press),
        custom_name=given(node(document, "custom_header") or {}, "custom_name"),
        custom=custom_table(document, press),
        totals=totals_table(document, press),
        legend=_legend(document),
        banks=banks_table(nodes(document, "banks"), press),
        remarks=breakable(given(document, "remarks"), (WIDTH - 16) / 8, press.text.width),
    )


def _legend(document: Node) -> tuple[str, ...]:
    lines = nodes(document, "details")
    reduced = any(given(line, "reduced_tax_flg") == "1" for line in lines)
    reduced = reduced or any(whole(document, f"{name}_tr8_reduced") for name in AMOUNTS)
    within = any(given(line, "input_tax_type") == "1" for line in lines)
    unit = UNIT_TAX.get(given(document, "unit_tax_calc_sec"), "")
    notes = (
        "※は軽減税率対象です。" if reduced else "",
        "(内)は単価が税込です。" if within else "",
        f"消費税の計算単位: {unit}" if unit else "",
    )
    return tuple(filter(None, notes))


def _plain(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _printable(tree: Value, glyphs: Glyphs) -> Value:
    if isinstance(tree, str):
        return glyphs.printable(tree)
    if isinstance(tree, dict):
        return {name: _printable(value, glyphs) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_printable(value, glyphs) for value in tree]
    return tree
