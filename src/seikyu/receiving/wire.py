"""The requests of the buyer's side (contract §8)."""

from collections.abc import Sequence

from seikyu.receiving.model import RETURN_REASON_LENGTH
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record, text
from seikyu.wire.values import Value
from seikyu.wire.values import text as text_of

RETURN_REQUEST = Record(
    "BuyerInvoiceReturnRequest",
    "差戻し",
    (text("reason", "差戻し理由", RETURN_REASON_LENGTH, mark="○", lines=True, added=True),),
)


def read_reason(tree: Value, found: Sequence[Fault] = ()) -> str:
    """The reason for sending back; raise Rejected with what was found before and what is wrong with it."""
    node, faults = RETURN_REQUEST.read(tree)
    reason = text_of(node, "reason")
    if found or faults or reason is None:
        raise Rejected([*found, *faults])
    return reason.strip()
