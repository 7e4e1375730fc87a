"""The requests of approvers who decide through the API (contract §8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import COMMENT_LENGTH
from seikyu.approvals.wire import SEEN, seen_in
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record, text
from seikyu.wire.values import Value
from seikyu.wire.values import text as text_of

APPROVE_REQUEST = Record(
    "SellerInvoiceApproveRequest",
    "社内承認",
    (text("comment", "コメント", COMMENT_LENGTH, lines=True, added=True), *SEEN),
)
RETURN_REQUEST = Record(
    "SellerInvoiceReturnRequest",
    "社内差戻し",
    (text("reason", "差戻し理由", COMMENT_LENGTH, mark="○", lines=True, added=True), *SEEN),
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is said beside a decision: a comment, which may be left out, or a reason; and what was seen."""

    said: str
    seen: Seen


def read_approval(tree: Value, found: Sequence[Fault] = ()) -> Deciding:
    """Read an approval; raise Rejected with what is wrong, found before included."""
    return _read(APPROVE_REQUEST, "comment", tree, found)


def read_return(tree: Value, found: Sequence[Fault] = ()) -> Deciding:
    """Read a sending back, whose reason is required; raise Rejected with what is wrong."""
    return _read(RETURN_REQUEST, "reason", tree, found)


def _read(request: Record, name: str, tree: Value, found: Sequence[Fault]) -> Deciding:
    node, faults = request.read(tree)
    said = (text_of(node, name) or "").strip()
    if request is RETURN_REQUEST and not said and not faults:
        faults = (Fault(name, codes.REQUIRED, {"label": RETURN_REQUEST.fields[0].label}),)
    if found or faults:
        raise Rejected([*found, *faults])
    return Deciding(said, seen_in(node))
