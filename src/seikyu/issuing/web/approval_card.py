"""What an invoice's page shows of its approval, and what the person at the screen may do about it."""

from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries, setup_queries
from seikyu.approvals.model import Run, RunState
from seikyu.approvals.screen import RunView, people_of, run_view
from seikyu.db.pool import Connection
from seikyu.invoices.deciding.card import Back, Deciding, Own, back, deciding, own
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.web.status import status_of
from seikyu.kit.jst import JST
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """The way through approval; `deciding` for its approvers, `own` for whoever submitted it."""

    run: RunView
    deciding: Deciding | None
    back: Back | None
    own: Own | None


async def load_card(
    connection: Connection, actor: Actor, invoice: SellerInvoice, now: datetime, words: Words
) -> ApprovalCard | None:
    """The card of the newest version; None where that did not pass approval."""
    owner, number = actor.company.company_id, invoice.invoice_mng_num
    run = await queries.newest_run(connection, owner, "invoice", number)
    if run is None or run.version != invoice.version:
        return None
    names = await setup_queries.names(connection, owner, people_of(run))
    who = await queries.decider(connection, owner, actor.user_id or 0, now.astimezone(JST).date())
    path = f"/seller/invoices/{number}"
    theirs = run.state is RunState.OPEN and (
        who.user_id in run.maker_ids if run.maker_ids else actor.administrator
    )
    send_back = (f"{path}/return", words("issuing.deciding.send_back"))
    return ApprovalCard(
        run_view(run, names, lambda status: status_of(status, words), words),
        deciding(run, who, f"{path}/approve", send_back, words),
        _back(run, invoice, path, words),
        own(path, words("issuing.submission.hint")) if theirs else None,
    )


def _back(run: Run, invoice: SellerInvoice, path: str, words: Words) -> Back | None:
    if invoice.status is not SellerStatus.SENT_BACK:
        return None
    return back(
        run,
        words("issuing.sent_back.next"),
        words("issuing.came_back.advice"),
        words,
        correct=(f"{path}/correct", words("issuing.came_back.correct")),
    )
