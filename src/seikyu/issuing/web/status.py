"""A seller's status on screen: its word and the kind that colours it."""

from seikyu.issuing.model import SellerStatus
from seikyu.ui.words import Words

KINDS = {
    SellerStatus.DRAFT: "quiet",
    SellerStatus.IN_APPROVAL: "waiting",
    SellerStatus.SENT_BACK: "attention",
    SellerStatus.ISSUE_APPROVAL: "waiting",
    SellerStatus.QUEUED: "waiting",
    SellerStatus.ISSUED: "done",
    SellerStatus.DELETED: "quiet",
    SellerStatus.ISSUE_ERROR: "attention",
}

# What somebody has to act on stands first; the others follow in the order an invoice passes them.
ACT_FIRST = (SellerStatus.SENT_BACK, SellerStatus.ISSUE_ERROR)
ALWAYS_SHOWN = (SellerStatus.QUEUED, SellerStatus.ISSUED)


def status_word(status: SellerStatus, words: Words) -> str:
    """The published word, or its translation."""
    return words(f"issuing.status.{status}")


def status_of(number: int, words: Words) -> tuple[str, str]:
    """Word and kind of a status as the history holds it."""
    status = SellerStatus(number)
    return status_word(status, words), KINDS[status]
