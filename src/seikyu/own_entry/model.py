"""An invoice that the buyer enters itself, and in which states it can still be changed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from seikyu.invoices.extract import Extract
from seikyu.invoices.layout import Layout
from seikyu.invoices.wire import InvoiceDocument
from seikyu.jobs.queue import Job
from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node

PRINT = "own_entry.print"

OWN_LAYOUT = Layout(title="請求書（自社作成）", greeted=False, banks="none")
"""How an invoice without a file of its own is printed: nobody may take it for the supplier's paper."""

CHANGEABLE = frozenset({BuyerStatus.UNAPPROVED, BuyerStatus.SENT_BACK_INSIDE})


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody entered: the head beside the document, the document, and what is wrong with them."""

    index: int
    head: Node
    document: InvoiceDocument
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class OwnInvoice:
    """An entry that was found sound, as it is stored."""

    content: bytes
    extract: Extract
    supplier: str
    send_date: date
    payee_id: UUID
    department: str | None
    own_due_date: date | None


def is_changeable(invoice: ReceivedInvoice) -> bool:
    """Whether it was entered here and nobody has approved it yet."""
    return invoice.origin == Origin.OWN and invoice.sent_back_at is None and invoice.status in CHANGEABLE


def print_job(owner: int, invoice_mng_num: int, version: int) -> Job:
    """The work of printing a version."""
    payload = {"company_id": owner, "invoice_mng_num": invoice_mng_num, "version": version}
    return Job(PRINT, payload)
