"""The upper part of the invoice: who to, who from, which, how much, until when."""

from collections.abc import Sequence
from datetime import date

from seikyu.invoices.printing.page import WIDTH, Align, Amount, Fact, Issuer, Recipient, Strip
from seikyu.invoices.printing.ruled import PADDING
from seikyu.invoices.printing.words import figure, given, long_date, priced, yen
from seikyu.invoices.wire import PAYMENT_METHODS
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

HONORIFICS = ("御中", "様", "殿", "先生", "各位")


def recipient(document: Node, press: Press) -> Recipient:
    """宛先 with 御中 after the last name, unless the name brings its own title."""
    customer = node(document, "customer") or {}
    names = [name for name in (given(customer, "company_name_org"), given(customer, "base_name")) if name]
    titled = not names or names[-1].endswith(HONORIFICS)
    zip_code = given(customer, "zip")
    postal = [f"〒{zip_code}" if zip_code else "", given(customer, "address1"), given(customer, "address2")]
    return Recipient(
        postal=_block(postal, RECIPIENT_WIDTH / 8.5, press),
        names=_block(names, RECIPIENT_WIDTH / 11.5, press),
        honorific="" if titled else "御中",
    )


def issuer(document: Node, press: Press) -> Issuer:
    """発行元; the registration number only when the issuer has one."""
    company = node(document, "issuer") or {}
    publisher = node(document, "publisher") or {}
    zip_code = given(publisher, "publisher_zip")
    postal = [
        f"〒{zip_code}" if zip_code else "",
        given(publisher, "publisher_address1"),
        given(publisher, "publisher_address2"),
    ]
    facts = (
        ("TEL", given(publisher, "publisher_phone")),
        ("担当", given(document, "contact")),
        ("登録番号", given(company, "registration_number")),
    )
    room = OFFICE_WIDTH / 8
    return Issuer(
        name=breakable(given(company, "company_name"), ISSUER_WIDTH / 11, press.text.width),
        offices=_block(
            [given(publisher, "publisher_company_name"), given(publisher, "publisher_section")], room, press
        ),
        postal=_block(postal, room, press),
        facts=tuple(
            Fact(label, breakable(value, room - 6, press.text.width)) for label, value in facts if value
        ),
    )


def numbers(document: Node, invoice_mng_num: int, send_date: date, press: Press) -> tuple[Fact, ...]:
    """What the invoice is known by."""
    codes = (given(document, "customer_code1"), given(document, "customer_code2"))
    facts = (
        ("請求書番号", given(document, "inv_no")),
        ("請求書管理番号", str(invoice_mng_num)),
        ("発行日", long_date(send_date)),
        ("締日", long_date(day(document, "close_date"))),
        ("顧客コード", " / ".join(filter(None, codes))),
    )
    room = NUMBER_WIDTH / 8.5
    return tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts if value)


def amount(document: Node, press: Press) -> Amount:
    """おもての請求金額, as large as it fits."""
    label = given(document, "invoice_amount_title") or "ご請求金額"
    value = priced(whole(document, "inv_show_amount"))
    beside = press.text.width(label) * 9.5 + press.text.width(value) * AMOUNT_SIZE <= AMOUNT_WIDTH
    size = min(AMOUNT_SIZE, AMOUNT_WIDTH / max(press.text.width(value), 1))
    return Amount(breakable(label, AMOUNT_WIDTH / 9.5, press.text.width), value, size, below=not beside)


def terms(document: Node, press: Press) -> tuple[Fact, ...]:
    """When and how to pay."""
    facts = (
        ("入金期限", long_date(day(document, "pay_due_date"))),
        ("入金方法", PAYMENT_METHODS.get(given(document, "payment_method"), "")),
        ("EDI情報", given(document, "edi_info")),
    )
    room = TERM_WIDTH / 9.5
    return tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts if value)


def balance(document: Node, press: Press) -> Strip | None:
    """From the last invoice to this one, when anything was carried over."""
    names = ("prev_inv_amount", "payment", "adjustment", "carryover_new")
    if not any(yen(document, name) for name in names):
        return None
    facts = (
        ("前回請求金額", names[0]),
        ("入金額", names[1]),
        ("調整金額", names[2]),
        ("繰越金額", names[3]),
        ("今回請求金額(税抜)", "inv_without_tax"),
        ("今回消費税額", "inv_tax"),
        ("今回請求金額(税込)", "inv_amount"),
    )
    return _strip([(label, yen(document, name)) for label, name in facts], 7, "right", press)


def extras(document: Node, press: Press) -> Strip | None:
    """おもての自由項目, under their published names."""
    texts = [(f"自由項目{at}(文字)", given(document, f"inv_free_txt{at}")) for at in range(1, 4)]
    figures = [(f"自由項目{at}(数値)", figure(document, f"inv_free_num{at}")) for at in range(1, 8)]
    facts = [(label, value) for label, value in texts + figures if value]
    return _strip(facts, 5, "center", press) if facts else None


def _strip(facts: Sequence[tuple[str, str]], across: int, align: Align, press: Press) -> Strip:
    room = WIDTH / across - PADDING
    longest = max(press.text.width(value) for _, value in facts)
    size = min(9.0, room / longest) if longest else 9.0
    shown = tuple(Fact(label, breakable(value, room, press.text.width)) for label, value in facts)
    return Strip(shown, across, size, align)


def _block(texts: Sequence[str], room: float, press: Press) -> tuple[Text, ...]:
    return tuple(breakable(text, room, press.text.width) for text in texts if text)
