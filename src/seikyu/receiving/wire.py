"""The requests of the buyer's side (contract §8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.wire import SEEN, seen_in
from seikyu.receiving.model import COMMENT_LENGTH, RETURN_REASON_LENGTH
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record, text
from seikyu.wire.values import Value
from seikyu.wire.values import text as text_of

RETURN_REQUEST = Record(
    "BuyerInvoiceReturnRequest",
    "差戻し",
    (text("reason", "差戻し理由", RETURN_REASON_LENGTH, mark="○", lines=True, added=True),),
)
APPROVE_REQUEST = Record(
    "BuyerInvoiceApproveRequest",
    "承認",
    (
        text("comment", "コメント", COMMENT_LENGTH, lines=True, added=True),
        *SEEN,
        text(
            "department_code",
            "部門コード",
            15,
            note="一次承認・再申請時に請求書の部門とする。省略時は変更しない",
            added=True,
        ),
    ),
)
RETURN_INSIDE_REQUEST = Record(
    "BuyerInvoiceReturnInsideRequest",
    "社内差戻し",
    (text("reason", "差戻し理由", COMMENT_LENGTH, mark="○", lines=True, added=True), *SEEN),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """What is said beside moving an invoice on; what was left out is None."""

    comment: str | None
    seen: Seen
    department: str | None


def read_approval(tree: Value, found: Sequence[Fault] = ()) -> Approval:
    """Read an approval; raise Rejected with what is wrong, found before included."""
    node, faults = APPROVE_REQUEST.read(tree)
    if found or faults:
        raise Rejected([*found, *faults])
    comment = text_of(node, "comment")
    department = text_of(node, "department_code")
    return Approval(None if comment is None else comment.strip(), seen_in(node), department)


def read_return_inside(tree: Value, found: Sequence[Fault] = ()) -> tuple[str, Seen]:
    """The reason and what was seen; raise Rejected with what is wrong, found before included."""
    node, faults = RETURN_INSIDE_REQUEST.read(tree)
    reason = (text_of(node, "reason") or "").strip()
    if not reason and not faults:
        faults = (Fault("reason", codes.REQUIRED, {"label": RETURN_INSIDE_REQUEST.fields[0].label}),)
    if found or faults:
        raise Rejected([*found, *faults])
    return reason, seen_in(node)


def read_reason(tree: Value, found: Sequence[Fault] = ()) -> str:
    """The reason for sending back; raise Rejected with what was found before and what is wrong with it."""
    node, faults = RETURN_REQUEST.read(tree)
    reason = text_of(node, "reason")
    if found or faults or reason is None:
        raise Rejected([*found, *faults])
    return reason.strip()
