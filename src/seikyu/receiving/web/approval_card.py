"""What a received invoice's page shows of its approval, and what the person at the screen may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries, setup_queries
from seikyu.approvals.model import COMMENT_LENGTH, Run, RunState, Side
from seikyu.approvals.screen import RunView, people_of, run_view
from seikyu.db.pool import Connection
from seikyu.invoices.deciding.card import Back, Deciding, Own, back, deciding, own
from seikyu.kit.jst import JST
from seikyu.receiving import departments
from seikyu.receiving.actions.decide import KIND
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.receiving.submission import ENTERS_AT
from seikyu.receiving.web.status import status_of
from seikyu.ui.words import Words

_SUBMITTING = {
    BuyerStatus.UNAPPROVED: "first",
    BuyerStatus.SENT_BACK_INSIDE: "again",
    BuyerStatus.ACCOUNTING_SENT_BACK: "accounting",
}


@dataclass(frozen=True, slots=True)
class Submitting:
    """The form of the first approval, or of submitting again; departments by value and name."""

    title: str
    hint: str
    send: str
    action: str
    seen: str
    departments: Sequence[tuple[str, str]]
    department: str
    limit: int


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """The way through approval, as far as there is one; None for those who may not.

    `returnable` unless others than the person at the screen have to decide about it.
    """

    workflow: bool
    run: RunView | None
    deciding: Deciding | None
    submitting: Submitting | None
    back: Back | None
    own: Own | None
    returnable: bool


async def load_card(
    connection: Connection, actor: Actor, invoice: ReceivedInvoice, now: datetime, words: Words
) -> ApprovalCard:
    """The card of the newest version."""
    owner, number = actor.company.company_id, invoice.invoice_mng_num
    workflow = await queries.in_use(connection, owner, Side.BUYER)
    run = await queries.newest_run(connection, owner, KIND, number)
    if run is not None and run.version != invoice.version:
        run = None
    path = f"/buyer/invoices/{number}"
    submitting = None
    if _submittable(invoice, run, workflow=workflow):
        named = await departments.choices(connection, owner)
        submitting = _submitting(invoice, named, path, words)
    if run is None:
        return ApprovalCard(workflow, None, None, submitting, None, None, returnable=True)
    names = await setup_queries.names(connection, owner, people_of(run))
    who = await queries.decider(connection, owner, actor.user_id or 0, now.astimezone(JST).date())
    under_way = run.state is RunState.OPEN
    theirs = under_way and who.user_id in run.maker_ids
    send_back = (f"{path}/return-inside", words("receiving.deciding.send_back"))
    form = deciding(run, who, f"{path}/decide", send_back, words)
    return ApprovalCard(
        workflow,
        run_view(run, names, lambda status: status_of(status, words, workflow=True), words),
        form,
        submitting,
        _back(run, invoice, words),
        own(path, words("receiving.submission.hint")) if theirs else None,
        returnable=not under_way or theirs or form is not None,
    )


def _submittable(invoice: ReceivedInvoice, run: Run | None, *, workflow: bool) -> bool:
    if invoice.sent_back_at is not None or (run is not None and run.state is RunState.OPEN):
        return False
    return invoice.status in ENTERS_AT and (workflow or not invoice.approvable)


def _submitting(invoice: ReceivedInvoice, named: dict[str, str], path: str, words: Words) -> Submitting:
    kind = _SUBMITTING[invoice.status]
    offered: list[tuple[str, str]] = []
    if named and invoice.status is not BuyerStatus.ACCOUNTING_SENT_BACK:
        offered = [("", words("receiving.deciding.no_department"))]
        offered += [(code, f"{code} {name}") for code, name in named.items()]
    return Submitting(
        words(f"receiving.deciding.title_{kind}"),
        words(f"receiving.deciding.hint_{kind}"),
        words(f"receiving.deciding.send_{'first' if kind == 'first' else 'again'}"),
        f"{path}/approve",
        f"{invoice.invoice_mng_num}-{invoice.version}",
        offered,
        invoice.department_code or "",
        COMMENT_LENGTH,
    )


def _back(run: Run, invoice: ReceivedInvoice, words: Words) -> Back | None:
    if invoice.sent_back_at is not None or invoice.status not in ENTERS_AT:
        return None
    return back(run, words("receiving.sent_back.next"), words("receiving.came_back.advice"), words)
