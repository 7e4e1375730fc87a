"""An invoice of the seller's in a few words: in lists of some, and where somebody decides about it."""

from seikyu.invoices.deciding.sides import Paper
from seikyu.invoices.screen.document import Fact
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.web.status import status_of
from seikyu.ui.format import day, long_day, yen
from seikyu.ui.words import Words


def paper_of(invoice: SellerInvoice, words: Words) -> Paper:
    """As lists show it."""
    status, kind = status_of(invoice.status, words)
    return Paper(
        invoice.invoice_mng_num,
        f"/seller/invoices/{invoice.invoice_mng_num}",
        invoice.customer_name or words("issuing.no_customer"),
        invoice.inv_no or "",
        day(invoice.send_date),
        day(invoice.pay_due_date),
        yen(invoice.inv_show_amount),
        invoice.inv_show_amount < 0,
        status,
        kind,
    )


def facts_of(invoice: SellerInvoice, words: Words) -> list[Fact]:
    """What tells it from others."""
    due = long_day(invoice.pay_due_date, words.language)
    facts = (
        ("customer_name", invoice.customer_name),
        ("inv_no", invoice.inv_no),
        ("inv_show_amount", yen(invoice.inv_show_amount)),
        ("pay_due_date", None if due is None else due.shown),
    )
    return [Fact(words(f"issuing.column.{name}"), value) for name, value in facts if value]
