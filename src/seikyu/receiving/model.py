"""The buyer's record of an invoice and how its status may move (contract §6)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID


class BuyerStatus(IntEnum):
    """`wf_status` on the buyer's side, published."""

    UNAPPROVED = 50
    IN_APPROVAL = 51
    SENT_BACK_INSIDE = 59
    ACCOUNTING = 60
    ACCOUNTING_SENT_BACK = 69
    FINAL_ACCOUNTING = 70
    DONE = 71

    def label(self, *, workflow: bool) -> str:
        """The published word for people, which depends on whether the company uses the workflow."""
        if not workflow and self in _LABELS_WITHOUT_WORKFLOW:
            return _LABELS_WITHOUT_WORKFLOW[self]
        return _LABELS[self]

    @property
    def returnable(self) -> bool:
        """Whether an invoice in this status can still be sent back to the seller."""
        return self in _RETURNABLE


class Origin(StrEnum):
    """How an invoice came: through the platform, or entered by the buyer itself (自社作成)."""

    PLATFORM = "platform"
    OWN = "own"


_LABELS = {
    BuyerStatus.UNAPPROVED: "一次未承認",
    BuyerStatus.IN_APPROVAL: "社内承認中",
    BuyerStatus.SENT_BACK_INSIDE: "差戻受",
    BuyerStatus.ACCOUNTING: "経理承認中",
    BuyerStatus.ACCOUNTING_SENT_BACK: "経理差戻受",
    BuyerStatus.FINAL_ACCOUNTING: "最終経理承認中",
    BuyerStatus.DONE: "最終経理承認完了",
}
_LABELS_WITHOUT_WORKFLOW = {BuyerStatus.UNAPPROVED: "未処理", BuyerStatus.DONE: "処理済"}
_RETURNABLE = frozenset(
    {
        BuyerStatus.UNAPPROVED,
        BuyerStatus.IN_APPROVAL,
        BuyerStatus.ACCOUNTING,
        BuyerStatus.FINAL_ACCOUNTING,
    }
)

RETURN_REASON_LENGTH = 500
COMMENT_LENGTH = 500


@dataclass(frozen=True, slots=True)
class ReceivedInvoice:
    """The buyer's record, without the document."""

    invoice_mng_num: int
    status: BuyerStatus
    version: int
    seller_company_id: int | None
    """None for an invoice that the buyer entered itself."""
    seller_name: str
    send_date: date
    received_at: datetime
    opened_at: datetime | None
    sent_back_at: datetime | None
    """When it went back to the seller and so left the inbox: sent back, or `withdrawn` by the seller."""
    withdrawn: bool
    return_reason: str | None
    inv_no: str | None
    inv_name: str | None
    close_date: date | None
    pay_due_date: date | None
    inv_show_amount: int
    inv_amount: int | None
    inv_tax: int | None
    invoice_type: int
    updated_at: datetime
    origin: str
    payee_id: UUID | None
    department_code: str | None
    own_due_date: date | None
    maker_user_id: int | None
    reissued: bool = False
    """Whether an earlier version was received."""

    @property
    def returnable(self) -> bool:
        """Whether there is a seller to send it back to, and its status allows it."""
        return self.seller_company_id is not None and self.sent_back_at is None and self.status.returnable

    @property
    def approvable(self) -> bool:
        """Whether it waits to be marked as done (50 → 71, without workflow)."""
        return self.status is BuyerStatus.UNAPPROVED and self.sent_back_at is None
