"""A received invoice in a few words: in lists of some, and where somebody decides about it."""

from seikyu.invoices.deciding.sides import Paper
from seikyu.invoices.screen.document import Fact
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.web.status import status_shown
from seikyu.ui.format import day, day_of, long_day, yen
from seikyu.ui.words import Words


def paper_of(invoice: ReceivedInvoice, words: Words, *, workflow: bool) -> Paper:
    """As lists show it."""
    status, kind = status_shown(invoice, words, workflow=workflow)
    return Paper(
        invoice.invoice_mng_num,
        f"/buyer/invoices/{invoice.invoice_mng_num}",
        invoice.seller_name,
        invoice.inv_no or "",
        day_of(invoice.received_at),
        day(invoice.pay_due_date),
        yen(invoice.inv_show_amount),
        invoice.inv_show_amount < 0,
        status,
        kind,
    )


def facts_of(invoice: ReceivedInvoice, words: Words) -> list[Fact]:
    """What tells it from others."""
    due = long_day(invoice.pay_due_date, words.language)
    facts = (
        ("seller_name", invoice.seller_name),
        ("inv_name", invoice.inv_name),
        ("inv_no", invoice.inv_no),
        ("inv_show_amount", yen(invoice.inv_show_amount)),
        ("pay_due_date", None if due is None else due.shown),
    )
    return [Fact(words(f"receiving.column.{name}"), value) for name, value in facts if value]
