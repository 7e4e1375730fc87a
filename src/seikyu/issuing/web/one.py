"""One of a seller's invoices on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.attachments.model import Attachment
from seikyu.attachments.screen import FilesView, files_view
from seikyu.audit.model import Recorded
from seikyu.invoices.queries import VersionLine
from seikyu.invoices.screen.document import Document, Fact, document_view
from seikyu.invoices.screen.history import Step, history_view
from seikyu.invoices.screen.versions import VersionLink, version_links
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.web.deeds import Deeds, deeds_view
from seikyu.issuing.web.status import KINDS, status_of, status_word
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
    files_open: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody has to act on: why, and what to do next."""

    title: str
    reason: str
    at: When | None
    advice: str
    retry: str | None
    correct: str | None = None
    label: str = ""
    """What the reason is called, where it is not why it was sent back or failed."""


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """The whole page."""

    number: int
    title: str
    status: str
    kind: str
    amount: Fact
    facts: Sequence[Fact]
    matter: Matter | None
    document: Document
    older: str
    newest: str
    versions: Sequence[VersionLink]
    pdf: str | None
    history: Sequence[Step]
    files: FilesView
    deeds: Deeds


def invoice_view(
    path: str,
    invoice: SellerInvoice,
    papers: Papers,
    now: datetime,
    words: Words,
    problems: Sequence[str] = (),
) -> InvoicePage:
    """The page at `path`, with what was wrong with files that were sent."""
    versions = version_links(path, papers.versions, papers.shown, words)
    shown = next(version for version in versions if version.shown)
    return InvoicePage(
        number=invoice.invoice_mng_num,
        title=invoice.customer_name or words("issuing.no_customer"),
        status=status_word(invoice.status, words),
        kind=KINDS[invoice.status],
        amount=Fact(
            words("issuing.column.inv_show_amount"), yen(invoice.inv_show_amount), invoice.inv_show_amount < 0
        ),
        facts=_facts(invoice, words),
        matter=_matter(path, invoice, words),
        document=document_view(papers.content, invoice.invoice_mng_num, papers.shown.send_date, words),
        older="" if shown.newest else words("invoices.version.older", label=shown.label),
        newest=path,
        versions=versions,
        pdf=shown.pdf,
        history=history_view(papers.events, lambda number: status_of(number, words), words),
        files=files_view(
            f"{path}/attachments",
            papers.files,
            words,
            open_=shown.newest and papers.files_open,
            problems=problems,
        ),
        deeds=deeds_view(path, invoice, now, words),
    )


def _facts(invoice: SellerInvoice, words: Words) -> list[Fact]:
    opened = moment(invoice.opened_at)
    facts = (
        ("inv_no", invoice.inv_no),
        ("customer_code", invoice.customer_code),
        ("send_date", _shown(long_day(invoice.send_date, words.language))),
        ("close_date", _shown(long_day(invoice.close_date, words.language))),
        ("pay_due_date", _shown(long_day(invoice.pay_due_date, words.language))),
        ("opened", words("issuing.opened.no") if opened is None else opened.shown),
        ("invoice_type", words(f"invoices.invoice_type.{invoice.invoice_type}")),
        ("updated_at", _shown(moment(invoice.updated_at))),
    )
    return [Fact(words(f"issuing.column.{name}"), value) for name, value in facts if value]


def _matter(path: str, invoice: SellerInvoice, words: Words) -> Matter | None:
    if invoice.status is SellerStatus.SENT_BACK and invoice.returned_at is None:
        return Matter(
            words("issuing.called_off.title"),
            words("issuing.called_off.state"),
            None,
            words("issuing.called_off.advice", number=invoice.invoice_mng_num),
            None,
            f"{path}/correct",
            words("issuing.called_off.reason"),
        )
    if invoice.status is SellerStatus.SENT_BACK:
        return Matter(
            words("issuing.sent_back.title"),
            invoice.return_reason or words("issuing.sent_back.no_reason"),
            moment(invoice.returned_at),
            words("issuing.sent_back.advice", number=invoice.invoice_mng_num),
            None,
            f"{path}/correct",
        )
    if invoice.status is SellerStatus.ISSUE_ERROR:
        return Matter(
            words("issuing.issue_error.title"),
            invoice.issue_error or "",
            moment(invoice.updated_at),
            words("issuing.issue_error.advice"),
            f"{path}/retry",
        )
    return None


def _shown(when: When | None) -> str | None:
    return None if when is None else when.shown
