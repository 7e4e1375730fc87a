"""A buyer's status on screen, and how near the day of payment is."""

from dataclasses import dataclass
from datetime import date, timedelta

from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.ui.words import Words

SOON = timedelta(days=7)

KINDS = {
    BuyerStatus.UNAPPROVED: "waiting",
    BuyerStatus.IN_APPROVAL: "waiting",
    BuyerStatus.SENT_BACK_INSIDE: "attention",
    BuyerStatus.ACCOUNTING: "waiting",
    BuyerStatus.ACCOUNTING_SENT_BACK: "attention",
    BuyerStatus.FINAL_ACCOUNTING: "waiting",
    BuyerStatus.DONE: "done",
}


@dataclass(frozen=True, slots=True)
class Due:
    """A word about the day of payment, and the kind that colours it."""

    word: str
    kind: str


def by_flow(path: str, words: Words, *, workflow: bool, **values: object) -> str:
    """The sentence `receiving.<path>`, or its other one for companies that use the workflow."""
    return words(f"receiving.{'with_workflow.' if workflow else ''}{path}", **values)


def status_word(status: BuyerStatus, words: Words, *, workflow: bool) -> str:
    """The published word, or its translation."""
    parted = workflow and status in {BuyerStatus.UNAPPROVED, BuyerStatus.DONE}
    return by_flow(f"status.{status}", words, workflow=parted)


def status_of(number: int, words: Words, *, workflow: bool = False) -> tuple[str, str]:
    """Word and kind of a status as the history holds it."""
    status = BuyerStatus(number)
    return status_word(status, words, workflow=workflow), KINDS[status]


def status_shown(invoice: ReceivedInvoice, words: Words, *, workflow: bool = False) -> tuple[str, str]:
    """Word and kind for an invoice; one that was sent back has left the inbox whatever its status was."""
    if invoice.sent_back_at is not None:
        return words(f"receiving.{left_as(invoice)}.status"), "quiet"
    return status_of(invoice.status, words, workflow=workflow)


def left_as(invoice: ReceivedInvoice) -> str:
    """How an invoice left the inbox: sent back, taken back by the seller, or made void by its maker."""
    if invoice.origin == Origin.OWN:
        return "voided"
    return "withdrawn" if invoice.withdrawn else "sent_back"


def seen(invoice: ReceivedInvoice) -> str:
    """The invoice in the version shown, for the forms that mark it as done; empty when they cannot."""
    return f"{invoice.invoice_mng_num}-{invoice.version}" if invoice.approvable else ""


def due_shown(invoice: ReceivedInvoice, today: date, words: Words) -> Due | None:
    """Overdue, today or soon; nothing for what is settled, sent back or far off."""
    if invoice.pay_due_date is None or invoice.sent_back_at is not None or invoice.status is BuyerStatus.DONE:
        return None
    left = invoice.pay_due_date - today
    if left < timedelta(0):
        return Due(words("receiving.due.overdue", days=-left.days), "attention")
    if left == timedelta(0):
        return Due(words("receiving.due.today"), "attention")
    return Due(words("receiving.due.soon", days=left.days), "waiting") if left <= SOON else None
