"""Which of the invoices chosen in the inbox were not moved on, and why."""

from seikyu.invoices.deciding.left import LeftPage, left_row
from seikyu.receiving.actions.approve import Outcome
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.web.paper import paper_of
from seikyu.receiving.web.status import by_flow
from seikyu.ui.words import Words

LIST = "/buyer/invoices"


def left_view(outcome: Outcome, back: str, words: Words, *, workflow: bool) -> LeftPage:
    """What is left of those chosen in the inbox."""
    rows = []
    for one in outcome.left:
        fault = outcome.barred.get(one.invoice_mng_num)
        why = words(f"receiving.left.{_why(one)}") if fault is None else fault.detail(words.language)
        rows.append(left_row(paper_of(one, words, workflow=workflow), why))
    done = by_flow("left.done", words, workflow=workflow, count=outcome.done)
    title = by_flow("left.title", words, workflow=workflow)
    return LeftPage(
        title=title,
        which=words("receiving.left.which" if not outcome.barred else "invoices.deciding.not_approved"),
        done=done if outcome.done else "",
        rows=rows,
        home=(LIST, words("receiving.list.title")),
        here=title,
        back=back,
        back_word=words("receiving.left.back"),
    )


def _why(one: ReceivedInvoice) -> str:
    if one.sent_back_at is not None:
        return "withdrawn" if one.withdrawn else "sent_back"
    return "reissued" if one.approvable else "moved"
