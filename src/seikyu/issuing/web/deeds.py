"""What can be done with an invoice that is out, or on its way, as its page offers it."""

from dataclasses import dataclass
from datetime import datetime

from seikyu.issuing.actions.remind import why_not_remind
from seikyu.issuing.model import SellerInvoice, SellerStatus, wait_until
from seikyu.kit.jst import JST
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Deeds:
    """Where each is sent; empty when it cannot be done. `told` says when it was reminded of last."""

    delete: str
    remind: str
    call_off: str
    told: str


def deeds_view(path: str, invoice: SellerInvoice, now: datetime, words: Words) -> Deeds:
    """What the page at `path` offers."""
    day = now.astimezone(JST).date()
    issued = invoice.status is SellerStatus.ISSUED
    waits = invoice.status is SellerStatus.QUEUED and wait_until(invoice.send_date, now) is not None
    remindable = why_not_remind(invoice, day) is None and invoice.reminded_on != day
    return Deeds(
        delete=f"{path}/delete" if issued and invoice.opened_at is None else "",
        remind=f"{path}/remind" if remindable else "",
        call_off=f"{path}/call-off" if waits else "",
        told=words("issuing.deeds.reminded_today") if issued and invoice.reminded_on == day else "",
    )
