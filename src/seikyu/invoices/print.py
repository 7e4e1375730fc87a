"""The printed invoice: a version's document as PDF (law 2.1), in a layout."""

from datetime import date, datetime
from pathlib import Path

import msgspec

from seikyu.invoices.layout import PLAIN, Style
from seikyu.invoices.printing import head
from seikyu.invoices.printing.custom import custom_table
from seikyu.invoices.printing.lines import lines_table
from seikyu.invoices.printing.look import look_of
from seikyu.invoices.printing.page import WIDTH, Page
from seikyu.invoices.printing.sheet import Sheet
from seikyu.invoices.printing.tables import AMOUNTS, banks_table, totals_table
from seikyu.invoices.printing.wording import WORDINGS
from seikyu.invoices.printing.words import given
from seikyu.kit.jst import start_of_day
from seikyu.pdf.breaks import breakable
from seikyu.pdf.glyphs import Glyphs
from seikyu.pdf.press import Press, open_press
from seikyu.wire import json
from seikyu.wire.values import Node, Value, node, nodes, whole

TEMPLATE = Path(__file__).parent / "printing" / "invoice.typ"

SHORT_TITLE = 4


def invoice_press(*, compilers: int = 1) -> Press:
    """The press `render` prints invoices with."""
    return open_press(TEMPLATE, compilers=compilers)


def render(
    document: bytes,
    *,
    invoice_mng_num: int,
    version: int,
    send_date: date,
    press: Press,
    style: Style = PLAIN,
    reissued: bool = False,
) -> bytes:
    """The PDF of a version; the same version and style give the same bytes, whenever it is printed.

    It says 再発行 when an earlier version went out.
    """
    again = version if reissued else None
    page, made = _made_up(document, invoice_mng_num, again, send_date, press, style)
    return press.print(page, made=made, images=_images(style))


def picture(
    document: bytes,
    *,
    invoice_mng_num: int,
    version: int,
    send_date: date,
    press: Press,
    style: Style = PLAIN,
    reissued: bool = False,
) -> list[bytes]:
    """The same as pictures, one SVG a page."""
    again = version if reissued else None
    page, made = _made_up(document, invoice_mng_num, again, send_date, press, style)
    return press.draw(page, made=made, images=_images(style))


def _made_up(
    document: bytes, invoice_mng_num: int, again: int | None, send_date: date, press: Press, style: Style
) -> tuple[bytes, datetime]:
    tree = _printable(json.read(document), press.text)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    layout = msgspec.convert(_printable(msgspec.to_builtins(style.layout), press.text), type(style.layout))
    style = Style(layout, style.logo, style.seal)
    sheet = Sheet(press, layout, WORDINGS[layout.language])
    page = _page(tree, invoice_mng_num, again, send_date, sheet, style)
    return msgspec.json.encode(page), start_of_day(send_date)


def _page(
    document: Node, invoice_mng_num: int, again: int | None, send_date: date, sheet: Sheet, style: Style
) -> Page:
    press, layout, words = sheet.press, sheet.layout, sheet.words
    title = given(document, "invoice_title") or layout.title or words("title")
    inv_no = given(document, "inv_no")
    issuer = head.issuer(document, sheet)
    asked = layout.greeted and (whole(document, "inv_show_amount") or 0) >= 0
    number = words("runner", number=invoice_mng_num)
    return Page(
        title=title,
        tracking=0.6 if len(title) <= SHORT_TITLE else 0.0,
        author=_plain(issuer.name),
        runner="　".join(filter(None, (_plain(issuer.name), title, inv_no, number))),
        reissue="" if again is None else words("reissue", version=again),
        recipient=head.recipient(document, sheet),
        issuer=issuer,
        numbers=head.numbers(document, invoice_mng_num, send_date, sheet),
        subject=breakable(given(document, "inv_name"), 22, press.text.width),
        greeting=breakable(layout.greeting or words("greeting"), 30, press.text.width) if asked else "",
        amount=head.amount(document, sheet),
        terms=head.terms(document, sheet),
        balance=head.balance(document, sheet),
        extras=head.extras(document, sheet),
        lines=lines_table(nodes(document, "details"), sheet),
        custom_name=given(node(document, "custom_header") or {}, "custom_name"),
        custom=custom_table(document, sheet) if layout.custom else None,
        totals=totals_table(document, sheet),
        legend=_legend(document, sheet),
        banks=None if layout.banks == "none" else banks_table(nodes(document, "banks"), sheet),
        remarks=breakable(_remarks(document, sheet), (WIDTH - 16) / 8, press.text.width),
        look=look_of(style, words),
    )


def _legend(document: Node, sheet: Sheet) -> tuple[str, ...]:
    words = sheet.words
    lines = nodes(document, "details")
    reduced = any(given(line, "reduced_tax_flg") == "1" for line in lines)
    reduced = reduced or any(whole(document, f"{name}_tr8_reduced") for name in AMOUNTS)
    within = any(given(line, "input_tax_type") == "1" for line in lines)
    unit = words.tax_units.get(given(document, "unit_tax_calc_sec"), "")
    registration = head.registration(document, sheet, "totals")
    notes = (
        f"{words('registration')}: {registration}" if registration else "",
        words("reduced_legend") if reduced else "",
        words("within_legend") if within and "rate" in sheet.layout.columns else "",
        words("tax_unit", unit=unit) if unit else "",
    )
    return tuple(filter(None, notes))


def _remarks(document: Node, sheet: Sheet) -> str:
    """The invoice's remarks, with the layout's below them or where there are none."""
    own, standing = given(document, "remarks"), sheet.layout.remarks
    if own and sheet.layout.remarks_use == "default":
        return own
    return "\n".join(filter(None, (own, standing)))


def _images(style: Style) -> dict[str, bytes]:
    return {name: image for name, image in (("logo", style.logo), ("seal", style.seal)) if image}


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
