"""What the requests of approvers share: in which version and at which step it was seen (contract §8)."""

from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import MOST_STEPS
from seikyu.wire.fields import whole
from seikyu.wire.values import Node
from seikyu.wire.values import whole as whole_of

SEEN = (
    whole("version", "版", 9, 1, note="指定時はこの版の場合のみ処理する", added=True),
    whole(
        "step",
        "承認段階",
        len(str(MOST_STEPS)),
        1,
        note="1から。指定時はこの段階で待っている場合のみ処理する",
        added=True,
    ),
)


def seen_in(node: Node) -> Seen:
    """What was seen, as far as it was told."""
    return Seen(whole_of(node, "version"), whole_of(node, "step"))
