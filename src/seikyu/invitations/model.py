"""An invitation and its states, and an invoice that went out by mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Method(StrEnum):
    """How an invitation reaches whom it is for."""

    EMAIL = "email"
    LETTER = "letter"


class Partner(StrEnum):
    """What the invited is to the one who invites."""

    CUSTOMER = "customer"
    PAYEE = "payee"


class State(StrEnum):
    """Where an invitation stands. It expires by itself: `SENT` whose time is up is told as `EXPIRED`."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


GOOD_FOR = {Method.EMAIL: timedelta(days=30), Method.LETTER: timedelta(days=60)}
"""How long an invitation may be accepted after it was last sent; a letter travels and waits on desks."""
QUIET_FOR = timedelta(days=1)
"""A program that asks again within this time sends nothing a second time."""
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation of one company to one of its partners."""

    invitation_id: UUID
    partner: Partner
    partner_id: UUID
    partner_name: str
    method: Method
    recipient: str
    stored_state: State
    sent_count: int
    sent_at: datetime
    expires_at: datetime
    sent_by: str
    answered_at: datetime | None
    answered_by: str | None
    reason: str | None
    answering_company_id: int | None

    def state(self, now: datetime) -> State:
        """Where it stands."""
        if self.stored_state is State.SENT and self.expires_at <= now:
            return State.EXPIRED
        return self.stored_state


@dataclass(frozen=True, slots=True)
class Found:
    """The invitation a key belongs to; a key of an earlier sending is void."""

    inviter: int
    invitation: Invitation
    void: bool


@dataclass(frozen=True, slots=True)
class MailedInvoice:
    """A version that went to a mail address; `alive` while it is the issued one and its time is not up."""

    owner: int
    invoice_mng_num: int
    version: int
    recipient: str
    customer_name: str | None
    alive: bool
    code_hash: bytes | None
    code_expires_at: datetime | None
    code_failures: int
    codes_sent: int
    codes_since: datetime | None

    def awaits_code(self, now: datetime) -> bool:
        """Whether a code was sent that may still be shown."""
        return self.code_hash is not None and self.code_expires_at is not None and self.code_expires_at > now
