"""The seller's record of an invoice and how its status may move (contract §6)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from seikyu.invoices.extract import COLUMNS, Extract
from seikyu.jobs.queue import Job
from seikyu.kit.jst import JST, start_of_day


class SellerStatus(IntEnum):
    """`wf_status` on the seller's side, published."""

    DRAFT = 10
    IN_APPROVAL = 11
    SENT_BACK = 19
    ISSUE_APPROVAL = 20
    QUEUED = 21
    ISSUED = 22
    DELETED = 23
    ISSUE_ERROR = 29

    @property
    def is_open(self) -> bool:
        """Whether the invoice is still to be issued, and so needs its masters."""
        return self not in {SellerStatus.ISSUED, SellerStatus.DELETED}

    @property
    def waits_for_approval(self) -> bool:
        """Whether somebody of the company has to approve it before it goes on."""
        return self in {SellerStatus.IN_APPROVAL, SellerStatus.ISSUE_APPROVAL}

    @property
    def label(self) -> str:
        """The published word for people."""
        return _LABELS[self]


_LABELS = {
    SellerStatus.DRAFT: "作成中",
    SellerStatus.IN_APPROVAL: "社内承認中",
    SellerStatus.SENT_BACK: "差戻受",
    SellerStatus.ISSUE_APPROVAL: "発行承認中",
    SellerStatus.QUEUED: "発行予約済",
    SellerStatus.ISSUED: "発行済",
    SellerStatus.DELETED: "発行済削除",
    SellerStatus.ISSUE_ERROR: "発行エラー",
}


@dataclass(frozen=True, slots=True)
class SentBack:
    """A sent-back invoice that a correction has locked."""

    invoice_mng_num: int
    version: int
    customer_id: UUID | None
    maker_user_id: int | None = None


@dataclass(frozen=True, slots=True)
class SellerInvoice:
    """The seller's record, without the document."""

    invoice_mng_num: int
    status: SellerStatus
    version: int
    customer_name: str | None
    customer_code: str | None
    buyer_company_id: int | None
    send_date: date | None
    opened_at: datetime | None
    return_reason: str | None
    returned_at: datetime | None
    issue_error: str | None
    inv_no: str | None
    inv_name: str | None
    close_date: date | None
    pay_due_date: date | None
    inv_show_amount: int
    inv_amount: int | None
    inv_tax: int | None
    invoice_type: int
    created_at: datetime
    updated_at: datetime
    reminded_on: date | None
    """The last day on which the buyer was reminded of it."""
    reissued: bool
    """Whether an earlier version was issued."""


def extract_of(invoice: SellerInvoice) -> Extract:
    """The searchable part of the invoice's newest document."""
    return Extract(**{name: getattr(invoice, name) for name in COLUMNS})


DELETE_REASON_LENGTH = 500

FILES_OPEN = frozenset({SellerStatus.DRAFT, SellerStatus.SENT_BACK, SellerStatus.QUEUED})
"""In these the invoice's present version is neither out nor in approval, so that its files can be changed.

Queued after approval they cannot: see `issuing.files.are_open`.
"""

ISSUE = "issuing.issue"


def issue_job(owner: int, invoice_mng_num: int, version: int, after: timedelta | None = None) -> Job:
    """The work of issuing one version, perhaps not at once."""
    return Job(ISSUE, {"company_id": owner, "invoice_mng_num": invoice_mng_num, "version": version}, after)


def wait_until(send_date: date | None, now: datetime) -> timedelta | None:
    """How long an invoice waits for the day it is to be issued; not at all when that has come (JST)."""
    if send_date is None or send_date <= now.astimezone(JST).date():
        return None
    return start_of_day(send_date) - now
