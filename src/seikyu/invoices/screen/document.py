"""A version's document as the screens show it: the same content in the same order as the printed invoice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.invoices.screen.lines import legend, lines_table
from seikyu.invoices.screen.tables import Table, banks_table, custom_table, totals_table
from seikyu.ui.format import figure, long_day, yen
from seikyu.ui.words import Words
from seikyu.wire import json
from seikyu.wire.values import Node, day, decimal, node, nodes, text, whole

HONORIFICS = ("御中", "様", "殿", "先生", "各位")
BALANCE = ("prev_inv_amount", "payment", "adjustment", "carryover_new")
AMOUNTS = ("inv_without_tax", "inv_tax", "inv_amount")


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says."""

    label: str
    value: str
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """宛先 or 発行元."""

    postal: Sequence[str]
    names: Sequence[str]
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Document:
    """All that a version says."""

    title: str
    recipient: Party
    issuer: Party
    numbers: Sequence[Fact]
    subject: str
    amount: Fact
    terms: Sequence[Fact]
    balance: Sequence[Fact]
    lines: Table | None
    custom: Table | None
    totals: Table | None
    legend: Sequence[str]
    banks: Table | None
    extras: Sequence[Fact]
    remarks: str


def document_view(content: bytes, number: int, send_date: date | None, words: Words) -> Document:
    """Read a version's canonical bytes; `send_date` is None while it has not been issued."""
    tree = json.read(content)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    lines = nodes(tree, "details")
    return Document(
        title=text(tree, "invoice_title") or words("invoices.document.title"),
        recipient=_recipient(tree),
        issuer=_issuer(tree, words),
        numbers=_facts(words, _numbers(tree, number, send_date, words)),
        subject=text(tree, "inv_name") or "",
        amount=_amount(text(tree, "invoice_amount_title") or words("invoices.document.amount"), tree),
        terms=_facts(words, _terms(tree, words)),
        balance=_balance(tree, words),
        lines=lines_table(lines, words),
        custom=custom_table(tree),
        totals=totals_table(tree, words),
        legend=legend(tree, lines, words),
        banks=banks_table(nodes(tree, "banks"), words),
        extras=_extras(tree, words),
        remarks=text(tree, "remarks") or "",
    )


def _recipient(document: Node) -> Party:
    customer = node(document, "customer") or {}
    names = [name for name in (text(customer, "company_name_org"), text(customer, "base_name")) if name]
    if names and not names[-1].endswith(HONORIFICS):
        names[-1] += " 御中"
    return Party(_postal(customer, "zip", "address1", "address2"), names, ())


def _issuer(document: Node, words: Words) -> Party:
    company, publisher = node(document, "issuer") or {}, node(document, "publisher") or {}
    names = [
        text(company, "company_name"),
        text(publisher, "publisher_company_name"),
        text(publisher, "publisher_section"),
    ]
    facts = (
        ("registration", text(company, "registration_number")),
        ("phone", text(publisher, "publisher_phone")),
        ("contact", text(document, "contact")),
    )
    return Party(
        _postal(publisher, "publisher_zip", "publisher_address1", "publisher_address2"),
        [name for name in names if name],
        _facts(words, facts),
    )


def _postal(party: Node, zip_code: str, *lines: str) -> list[str]:
    first = f"〒{text(party, zip_code)}" if text(party, zip_code) else None
    return [line for line in (first, *(text(party, name) for name in lines)) if line]


def _numbers(
    document: Node, number: int, send_date: date | None, words: Words
) -> tuple[tuple[str, str | None], ...]:
    codes = (text(document, "customer_code1"), text(document, "customer_code2"))
    return (
        ("inv_no", text(document, "inv_no")),
        ("invoice_mng_num", str(number)),
        ("send_date", _date(send_date, words) or words("invoices.document.not_issued")),
        ("close_date", _date(day(document, "close_date"), words)),
        ("customer_code", " / ".join(code for code in codes if code)),
    )


def _terms(document: Node, words: Words) -> tuple[tuple[str, str | None], ...]:
    method = text(document, "payment_method")
    return (
        ("pay_due_date", _date(day(document, "pay_due_date"), words)),
        ("payment_method", words(f"invoices.payment_method.{method}") if method else None),
    )


def _balance(document: Node, words: Words) -> list[Fact]:
    if not any(whole(document, name) for name in BALANCE):
        return []
    return [
        _figure(words(f"invoices.document.{name}"), whole(document, name)) for name in (*BALANCE, *AMOUNTS)
    ]


def _extras(document: Node, words: Words) -> list[Fact]:
    free = [("free_text", n, text(document, f"inv_free_txt{n}")) for n in range(1, 4)]
    free += [("free_number", n, figure(decimal(document, f"inv_free_num{n}"))) for n in range(1, 8)]
    facts = [Fact(words(f"invoices.document.{name}", number=n), value) for name, n, value in free if value]
    return facts + _facts(words, [("edi_info", text(document, "edi_info"))])


def _amount(label: str, document: Node) -> Fact:
    amount = whole(document, "inv_show_amount")
    return Fact(label, yen(amount), negative=(amount or 0) < 0)


def _figure(label: str, amount: int | None) -> Fact:
    return Fact(label, figure(amount), negative=(amount or 0) < 0)


def _facts(words: Words, given: Sequence[tuple[str, str | None]]) -> list[Fact]:
    return [Fact(words(f"invoices.document.{name}"), value) for name, value in given if value]


def _date(value: date | None, words: Words) -> str | None:
    found = long_day(value, words.language)
    return None if found is None else found.shown
