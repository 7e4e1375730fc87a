"""支払通知書: what a buyer tells a supplier it will pay, and how the two agree on it (law 2.1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from seikyu.wire.values import Node

DELIVER = "notices.deliver"
DEEM = "notices.deem"
TAKE_IN = "notices.take_in"

ANSWER_DAYS = 10
"""Days a supplier has to answer, where its buyer set no other number."""
LONGEST_ANSWER_DAYS = 90


class State(StrEnum):
    """Where a notice is; `sending` is the short while until the supplier has it."""

    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    DEEMED = "deemed"
    OBJECTED = "objected"
    CANCELLED = "cancelled"

    @property
    def correctable(self) -> bool:
        """Whether the buyer may put another version in its place."""
        return self in {State.DRAFT, State.SENT, State.OBJECTED}

    @property
    def cancellable(self) -> bool:
        """Whether the buyer may take it back."""
        return self.correctable


@dataclass(frozen=True, slots=True)
class Notice:
    """The buyer's record of a notice."""

    payment_notice_num: int
    version: int
    state: State
    notice_no: str | None
    notice_name: str | None
    supplier_company_id: int | None
    payee_code: str | None
    payee_name: str
    pay_date: date
    pay_amount: int
    answer_days: int
    deemed_on: date | None
    objection: str | None
    made_by: str
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None

    @property
    def answer_by(self) -> date | None:
        """The last day on which the supplier may object."""
        return last_day(self.deemed_on)


@dataclass(frozen=True, slots=True)
class ReceivedNotice:
    """The supplier's record of a notice."""

    payment_notice_num: int
    version: int
    state: State
    notice_no: str | None
    notice_name: str | None
    buyer_company_id: int
    buyer_name: str
    pay_date: date
    pay_amount: int
    answer_days: int
    deemed_on: date
    objection: str | None
    received_at: datetime
    updated_at: datetime

    @property
    def answer_by(self) -> date | None:
        """The last day on which the supplier may object."""
        return last_day(self.deemed_on)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that is to be stored: of a new notice, or in place of an earlier version."""

    payment_notice_num: int
    version: int
    state: State
    notice_no: str | None
    notice_name: str | None
    supplier_company_id: int | None
    payee_code: str | None
    payee_name: str
    pay_date: date
    pay_amount: int
    answer_days: int
    invoices: tuple[int, ...]
    document: bytes


@dataclass(frozen=True, slots=True)
class Supplier:
    """A company of the platform that a buyer has dealings with."""

    company_id: int
    name: str
    registration_number: str | None
    payee_code: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a notice is for, as its document names them."""

    supplier_company_id: int | None
    payee_code: str | None
    name: str
    fields: Node


def deemed_from(sent: date, answer_days: int) -> date:
    """The day from which silence is agreement: the one after so many days for an answer, counted in Japan."""
    return sent + timedelta(days=answer_days + 1)


def last_day(deemed_on: date | None) -> date | None:
    """The last day for an answer."""
    return None if deemed_on is None else deemed_on - timedelta(days=1)
