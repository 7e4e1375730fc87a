"""One received invoice on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.attachments.model import Attachment
from seikyu.attachments.screen import FilesView, files_view
from seikyu.audit.model import Recorded
from seikyu.invoices.queries import VersionLine
from seikyu.invoices.screen.document import Document, Fact, document_view
from seikyu.invoices.screen.history import Step, history_view
from seikyu.invoices.screen.versions import VersionLink, version_links
from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.receiving.web.approval_card import ApprovalCard
from seikyu.receiving.web.status import Due, by_flow, due_shown, left_as, seen, status_of, status_shown
from seikyu.ui.format import When, long_day, moment, yen
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Papers:
    """What belongs to an invoice beside its record."""

    versions: Sequence[VersionLine]
    shown: VersionLine
    content: bytes
    events: Sequence[Recorded]
    files: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class SentBack:
    """That the invoice went back to the seller, sent back or withdrawn: why, when, and what comes next."""

    title: str
    reason_label: str
    reason: str
    at_label: str
    at: When | None
    advice: str


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """The whole page; `return_href` is None when the invoice cannot be sent back.

    `seen` names it in its version for the form that marks it as done, and is empty when that cannot be done.
    """

    number: int
    title: str
    status: str
    kind: str
    due: Due | None
    amount: Fact
    facts: Sequence[Fact]
    sent_back: SentBack | None
    return_href: str | None
    return_word: str
    own_href: str | None
    """Where an invoice that was entered here is changed or made void, while it can be."""
    seen: str
    approval: ApprovalCard
    document: Document
    older: str
    newest: str
    versions: Sequence[VersionLink]
    pdf: str | None
    history: Sequence[Step]
    files: FilesView


def invoice_view(
    path: str,
    invoice: ReceivedInvoice,
    papers: Papers,
    approval: ApprovalCard,
    today: date,
    words: Words,
) -> InvoicePage:
    """The page at `path`."""
    versions = version_links(path, papers.versions, papers.shown, words)
    shown = next(version for version in versions if version.shown)
    status, kind = status_shown(invoice, words, workflow=approval.workflow)
    open_ = invoice.sent_back_at is None
    return InvoicePage(
        number=invoice.invoice_mng_num,
        title=invoice.seller_name,
        status=status,
        kind=kind,
        due=due_shown(invoice, today, words),
        amount=Fact(
            words("receiving.column.inv_show_amount"),
            yen(invoice.inv_show_amount),
            invoice.inv_show_amount < 0,
        ),
        facts=_facts(invoice, words),
        sent_back=None if open_ else _sent_back(invoice, words),
        return_href=f"{path}/return" if open_ and invoice.returnable and approval.returnable else None,
        # Where two ways back are offered, each says whereto.
        return_word=by_flow("returning.action", words, workflow=approval.deciding is not None),
        own_href=_own_href(invoice),
        seen="" if approval.submitting or approval.run else seen(invoice),
        approval=approval,
        document=document_view(papers.content, invoice.invoice_mng_num, papers.shown.send_date, words),
        older="" if shown.newest else words("invoices.version.older", label=shown.label),
        newest=path,
        versions=versions,
        pdf=shown.pdf,
        history=history_view(
            papers.events, lambda number: status_of(number, words, workflow=approval.workflow), words
        ),
        files=files_view(f"{path}/attachments", papers.files, words),
    )


def _sent_back(invoice: ReceivedInvoice, words: Words) -> SentBack:
    kind = left_as(invoice)
    return SentBack(
        title=words(f"receiving.{kind}.title"),
        reason_label=words(f"receiving.{kind}.reason"),
        reason=invoice.return_reason or words("receiving.withdrawn.no_reason"),
        at_label=words(f"receiving.{kind}.at"),
        at=moment(invoice.sent_back_at),
        advice=words(f"receiving.{kind}.advice"),
    )


def _own_href(invoice: ReceivedInvoice) -> str | None:
    if invoice.origin != Origin.OWN or invoice.sent_back_at is not None:
        return None
    changeable = invoice.status in {BuyerStatus.UNAPPROVED, BuyerStatus.SENT_BACK_INSIDE}
    return f"/buyer/own/invoices/{invoice.invoice_mng_num}" if changeable else None


def _facts(invoice: ReceivedInvoice, words: Words) -> list[Fact]:
    own = invoice.origin == Origin.OWN
    facts = (
        ("own", words("receiving.mark.own") if own else None),
        ("inv_no", invoice.inv_no),
        ("department", invoice.department_code),
        ("invoice_mng_num", str(invoice.invoice_mng_num)),
        ("send_date", _shown(long_day(invoice.send_date, words.language))),
        ("received_at", _shown(moment(invoice.received_at))),
        ("opened", _shown(moment(invoice.opened_at)) or words("receiving.opened.no")),
        ("close_date", _shown(long_day(invoice.close_date, words.language))),
        ("pay_due_date", _shown(long_day(invoice.pay_due_date, words.language))),
        ("invoice_type", words(f"invoices.invoice_type.{invoice.invoice_type}")),
    )
    return [Fact(words(f"receiving.column.{name}"), value) for name, value in facts if value]


def _shown(when: When | None) -> str | None:
    return None if when is None else when.shown
