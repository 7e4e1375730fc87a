"""The upper part of the invoice: who to, who from, which, how much, until when."""

from collections.abc import Sequence
from datetime import date

from seikyu.invoices.layout import FRONT, title_of
from seikyu.invoices.printing.page import WIDTH, Align, Amount, Fact, Issuer, Recipient, Strip
from seikyu.invoices.printing.ruled import PADDING
from seikyu.invoices.printing.sheet import Sheet
from seikyu.invoices.printing.words import figure, given, long_date, priced, yen
from seikyu.pdf.breaks import Text, breakable
from seikyu.pdf.press import Press
from seikyu.wire.values import Node, day, node, whole

RECIPIENT_WIDTH = 252.0
ISSUER_WIDTH = 200.0
OFFICE_WIDTH = 140.0
NUMBER_WIDTH = 120.0
TERM_WIDTH = 215.0
AMOUNT_WIDTH = 214.0
AMOUNT_SIZE = 18.0
SHORTEST = 3.0
"""Parts of the type size that `AMOUNT_WIDTH` leaves for the word after the amount."""

LABEL_ROOM = 6
"""What the label of a fact takes of its line, in parts of the type size."""

CARRIED = ("prev_inv_amount", "payment", "adjustment", "carryover_new")
ASKED = ("inv_without_tax", "inv_tax", "inv_amount")
HONORIFICS = ("御中", "様", "殿", "先生", "各位")


def recipient(document: Node, sheet: Sheet) -> Recipient:
    """宛先 with 御中 after the last name, unless the name brings its own title."""
    press = sheet.press
    customer = node(document, "customer") or {}
    names = [name for name in (given(customer, "company_name_org"), given(customer, "base_name")) if name]
    titled = not names or names[-1].endswith(HONORIFICS)
    zip_code = given(customer, "zip")
    postal = [f"〒{zip_code}" if zip_code else "", given(customer, "address1"), given(customer, "address2")]
    return Recipient(
        postal=_block(postal, RECIPIENT_WIDTH / 8.5, press),
        names=_block(names, RECIPIENT_WIDTH / 11.5, press),
        honorific="" if titled else sheet.words("honorific"),
    )


def issuer(document: Node, sheet: Sheet) -> Issuer:
    """発行元; the registration number where the layout wants it, and only when the issuer has one."""
    press, words = sheet.press, sheet.words
    company = node(document, "issuer") or {}
    publisher = node(document, "publisher") or {}
    zip_code = given(publisher, "publisher_zip")
    postal = [
        f"〒{zip_code}" if zip_code else "",
        given(publisher, "publisher_address1"),
        given(publisher, "publisher_address2"),
    ]
    facts = (
        (words("phone"), given(publisher, "publisher_phone")),
        (words("contact"), given(document, "contact")),
        (words("registration"), registration(document, sheet, "issuer")),
    )
    room = OFFICE_WIDTH / 8
    return Issuer(
        name=breakable(given(company, "company_name"), ISSUER_WIDTH / 11, press.text.width),
        offices=_block(
            [given(publisher, "publisher_company_name"), given(publisher, "publisher_section")], room, press
        ),
        postal=_block(postal, room, press),
        facts=tuple(
            Fact(label, breakable(value, room - LABEL_ROOM, press.text.width))
            for label, value in facts
            if value
        ),
    )


def registration(document: Node, sheet: Sheet, place: str) -> str:
    """The issuer's registration number, if this is the place where the layout has it."""
    company = node(document, "issuer") or {}
    return given(company, "registration_number") if sheet.layout.registration == place else ""


def numbers(document: Node, invoice_mng_num: int, send_date: date, sheet: Sheet) -> tuple[Fact, ...]:
    """What the invoice is known by."""
    press, words = sheet.press, sheet.words
    codes = (given(document, "customer_code1"), given(document, "customer_code2"))
    facts = (
        (words("inv_no"), given(document, "inv_no")),
        (words("number"), str(invoice_mng_num)),
        (words("sent"), long_date(send_date, words)),
        (words("closed"), long_date(day(document, "close_date"), words)),
        (words("customer_code"), " / ".join(filter(None, codes))),
        (words("registration"), registration(document, sheet, "numbers")),
    )
    room = NUMBER_WIDTH / 8.5
    return tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts if value)


def amount(document: Node, sheet: Sheet) -> Amount:
    """おもての請求金額, as large as it fits."""
    press, words = sheet.press, sheet.words
    label = given(document, "invoice_amount_title") or sheet.layout.amount_title or words("amount")
    value = priced(whole(document, "inv_show_amount"), words)
    room = AMOUNT_WIDTH - max(0.0, press.text.width(words("with_tax_short")) - SHORTEST) * 7.5
    beside = press.text.width(label) * 9.5 + press.text.width(value) * AMOUNT_SIZE <= room
    size = min(AMOUNT_SIZE, room / max(press.text.width(value), 1))
    return Amount(breakable(label, AMOUNT_WIDTH / 9.5, press.text.width), value, size, below=not beside)


def terms(document: Node, sheet: Sheet) -> tuple[Fact, ...]:
    """When and how to pay."""
    press, words = sheet.press, sheet.words
    facts = (
        (words("due"), long_date(day(document, "pay_due_date"), words)),
        (words("method"), words.methods.get(given(document, "payment_method"), "")),
        (words("edi"), given(document, "edi_info")),
    )
    room = TERM_WIDTH / 9.5
    return tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts if value)


def balance(document: Node, sheet: Sheet) -> Strip | None:
    """From the last invoice to this one, when anything was carried over."""
    words = sheet.words
    if not any(yen(document, name, words) for name in CARRIED):
        return None
    facts = [(words(name), yen(document, name, words)) for name in (*CARRIED, *ASKED)]
    return _strip(facts, 7, "right", sheet.press)


def extras(document: Node, sheet: Sheet) -> Strip | None:
    """おもての自由項目, under the seller's names for them or their published ones."""
    words, layout = sheet.words, sheet.layout
    texts = [
        (title_of(layout, name, words("front_text", at=name[-1])), given(document, name))
        for name in FRONT
        if name.startswith("inv_free_txt")
    ]
    figures = [
        (title_of(layout, name, words("front_number", at=name[-1])), figure(document, name, words))
        for name in FRONT
        if name.startswith("inv_free_num")
    ]
    facts = [(label, value) for label, value in texts + figures if value]
    return _strip(facts, 5, "center", sheet.press) if facts else None


def _strip(facts: Sequence[tuple[str, str]], across: int, align: Align, press: Press) -> Strip:
    room = WIDTH / across - PADDING
    longest = max(press.text.width(value) for _, value in facts)
    size = min(9.0, room / longest) if longest else 9.0
    shown = tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts)
    return Strip(shown, across, size, align)


def _block(texts: Sequence[str], room: float, press: Press) -> tuple[Text, ...]:
    return tuple(breakable(text, room, press.text.width) for text in texts if text)
