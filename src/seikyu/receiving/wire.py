"""The requests of the buyer's side (contract §8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.receiving.model import COMMENT_LENGTH, RETURN_REASON_LENGTH
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record, text, whole
from seikyu.wire.values import Value
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

RETURN_REQUEST = Record(
    "BuyerInvoiceReturnRequest",
    "差戻し",
    (text("reason", "差戻し理由", RETURN_REASON_LENGTH, mark="○", lines=True, added=True),),
)
APPROVE_REQUEST = Record(
    "BuyerInvoiceApproveRequest",
    "処理済",
    (
        text("comment", "コメント", COMMENT_LENGTH, lines=True, added=True),
        whole("version", "版", 9, 1, note="指定時はこの版の場合のみ処理済にする", added=True),
    ),
)


@dataclass(frozen=True, slots=True)
class Approval:
    """What is said beside marking an invoice as done."""

    comment: str | None
    version: int | None


def read_approval(tree: Value, found: Sequence[Fault] = ()) -> Approval:
    """A comment and the version that was seen; raise Rejected with what is wrong, found before included."""
    node, faults = APPROVE_REQUEST.read(tree)
    if found or faults:
        raise Rejected([*found, *faults])
    comment = text_of(node, "comment")
    return Approval(None if comment is None else comment.strip(), whole_of(node, "version"))


def read_reason(tree: Value, found: Sequence[Fault] = ()) -> str:
    """The reason for sending back; raise Rejected with what was found before and what is wrong with it."""
    node, faults = RETURN_REQUEST.read(tree)
    reason = text_of(node, "reason")
    if found or faults or reason is None:
        raise Rejected([*found, *faults])
    return reason.strip()
