"""Which of the chosen invoices were not moved on, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.receiving.actions.approve import Outcome
from seikyu.receiving.actions.decide import Decisions
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.web.status import by_flow, status_shown
from seikyu.ui.format import yen
from seikyu.ui.words import Words

LIST = "/buyer/invoices"
WAITING = "/buyer/approvals"


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An invoice that was left, as it stands now."""

    href: str
    seller: str
    inv_no: str
    amount: str
    status: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftPage:
    """The whole page: how many are done, and which were not and why; `home` is the list of all."""

    title: str
    which: str
    done: str
    rows: Sequence[LeftRow]
    home: tuple[str, str]
    back: str
    back_word: str


def left_view(outcome: Outcome, back: str, words: Words, *, workflow: bool) -> LeftPage:
    """What is left of those chosen in the inbox."""
    rows = []
    for one in outcome.left:
        fault = outcome.barred.get(one.invoice_mng_num)
        why = words(f"receiving.left.{_why(one)}") if fault is None else fault.detail(words.language)
        rows.append(_row(one, why, words, workflow=workflow))
    done = by_flow("left.done", words, workflow=workflow, count=outcome.done)
    return LeftPage(
        title=by_flow("left.title", words, workflow=workflow),
        which=words("receiving.left.which" if not outcome.barred else "receiving.deciding.not_approved"),
        done=done if outcome.done else "",
        rows=rows,
        home=(LIST, words("receiving.list.title")),
        back=back,
        back_word=words("receiving.left.back"),
    )


def decided_view(outcome: Decisions, back: str, words: Words) -> LeftPage:
    """What is left of those chosen among what waits for the person."""
    rows = [
        _row(one, code.ja if words.language == "ja" else code.en, words, workflow=True)
        for one, code in outcome.left
    ]
    return LeftPage(
        title=words("receiving.deciding.left"),
        which=words("receiving.deciding.not_approved"),
        done=words("receiving.deciding.done", count=outcome.done) if outcome.done else "",
        rows=rows,
        home=(WAITING, words("receiving.waiting.title")),
        back=back,
        back_word=words("receiving.deciding.back"),
    )


def _row(one: ReceivedInvoice, why: str, words: Words, *, workflow: bool) -> LeftRow:
    status, kind = status_shown(one, words, workflow=workflow)
    return LeftRow(
        href=f"{LIST}/{one.invoice_mng_num}",
        seller=one.seller_name,
        inv_no=one.inv_no or str(one.invoice_mng_num),
        amount=yen(one.inv_show_amount),
        status=status,
        kind=kind,
        why=why,
    )


def _why(one: ReceivedInvoice) -> str:
    if one.sent_back_at is not None:
        return "withdrawn" if one.withdrawn else "sent_back"
    return "reissued" if one.approvable else "moved"
