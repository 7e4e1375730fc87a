"""What the screens of payment notices show."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.notices.model import Notice, ReceivedNotice, State
from seikyu.notices.queries import Payable
from seikyu.notices.wire import SECTIONS, TAX_CLASSES, TRADE
from seikyu.ui.format import When, day, moment, yen
from seikyu.ui.words import Words
from seikyu.wire import json
from seikyu.wire.values import Node, node, nodes, text, whole

KINDS = {
    State.DRAFT: "quiet",
    State.SENDING: "waiting",
    State.SENT: "waiting",
    State.CONFIRMED: "done",
    State.DEEMED: "done",
    State.OBJECTED: "attention",
    State.CANCELLED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A notice in a list, of either side."""

    number: int
    href: str
    party: str
    notice_no: str
    name: str
    pay_date: When | None
    amount: str
    state: str
    kind: str
    answer_by: When | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a notice."""

    date: str
    number: str
    item: str
    kind: str
    amount: str
    negative: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One notice."""

    row: Row
    version: int
    lines: Sequence[Line]
    totals: Sequence[tuple[str, str, str, str]]
    deductions: str
    issuer: str
    issuer_number: str
    recipient: str
    recipient_number: str
    notes: str
    objection: str
    moved: When | None
    sendable: bool
    cancellable: bool
    answerable: bool
    on_paper: bool


@dataclass(frozen=True, slots=True)
class PayableRow:
    """An approved invoice that may be put on a notice."""

    number: int
    href: str
    supplier: str
    payee: str
    inv_no: str
    due: When | None
    amount: str


def buyer_row(notice: Notice, words: Words) -> Row:
    """A notice in the buyer's list."""
    return _row(notice, notice.payee_name, "/buyer/notices", words)


def seller_row(notice: ReceivedNotice, words: Words) -> Row:
    """A notice in the supplier's list."""
    return _row(notice, notice.buyer_name, "/seller/notices", words)


def page_of(notice: Notice | ReceivedNotice, document: bytes, words: Words) -> Page:
    """The page of a notice."""
    tree = json.read(document)
    if not isinstance(tree, dict):
        raise TypeError("a document is an object")
    issuer, recipient = node(tree, "issuer") or {}, node(tree, "recipient") or {}
    buying = isinstance(notice, Notice)
    return Page(
        buyer_row(notice, words) if isinstance(notice, Notice) else seller_row(notice, words),
        notice.version,
        [_line(line) for line in nodes(tree, "lines")],
        [_total(one) for one in nodes(tree, "totals")],
        yen(-(whole(tree, "deduction_amount") or 0)) if whole(tree, "deduction_amount") else "",
        text(issuer, "company_name") or "",
        text(issuer, "registration_number") or "",
        text(recipient, "company_name") or "",
        text(recipient, "registration_number") or "",
        text(tree, "notes") or "",
        notice.objection or "",
        moment(notice.updated_at),
        buying and notice.state is State.DRAFT,
        buying and notice.state.cancellable,
        not buying and notice.state is State.SENT,
        isinstance(notice, Notice) and notice.supplier_company_id is None,
    )


def payable_row(one: Payable) -> PayableRow:
    """An approved invoice."""
    return PayableRow(
        one.invoice_mng_num,
        f"/buyer/invoices/{one.invoice_mng_num}",
        one.seller_name,
        one.payee_code or "",
        one.inv_no or "",
        day(one.due),
        yen(one.amount),
    )


def _row(notice: Notice | ReceivedNotice, party: str, base: str, words: Words) -> Row:
    return Row(
        notice.payment_notice_num,
        f"{base}/{notice.payment_notice_num}",
        party,
        notice.notice_no or str(notice.payment_notice_num),
        notice.notice_name or "",
        day(notice.pay_date),
        yen(notice.pay_amount),
        words(f"notices.state.{notice.state.value}"),
        KINDS[notice.state],
        day(notice.answer_by) if notice.state is State.SENT else None,
    )


def _line(line: Node) -> Line:
    section = text(line, "line_sec") or TRADE
    trade = section == TRADE
    amount = whole(line, "amount") or 0
    signed = amount if trade else -amount
    kind = TAX_CLASSES[text(line, "tax_class") or ""] if trade else SECTIONS[section]
    return Line(
        (text(line, "trade_date") or "").replace("-", "/"),
        text(line, "inv_no") or text(line, "invoice_mng_num") or "",
        text(line, "item_name") or "",
        kind if not trade or text(line, "tax_included") != "0" else f"{kind}（税抜）",
        yen(signed),
        signed < 0,
    )


def _total(one: Node) -> tuple[str, str, str, str]:
    amounts = (yen(whole(one, name)) for name in ("without_tax", "tax", "with_tax"))
    return (TAX_CLASSES[text(one, "tax_class") or ""], *amounts)  # type: ignore[return-value] # three of them
