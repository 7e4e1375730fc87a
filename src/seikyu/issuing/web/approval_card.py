"""What an invoice's page shows of its approval, and what the person at the screen may do about it."""

from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries, setup_queries
from seikyu.approvals.model import COMMENT_LENGTH, Decider, Run, RunState
from seikyu.approvals.rules import refused, stood_for
from seikyu.approvals.screen import RunView, people_of, run_view
from seikyu.db.pool import Connection
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.web.status import status_of
from seikyu.kit.jst import JST
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Deciding:
    """The form of somebody for whose decision the invoice waits."""

    title: str
    step: str
    instead: str
    seen: str
    approve: str
    send_back: str
    limit: int


@dataclass(frozen=True, slots=True)
class Back:
    """That it came back to be corrected: who did it, when, why, and what to do next."""

    title: str
    reason: str
    who: str
    name: str
    at: When | None
    advice: str
    correct: str


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """The way through approval; `deciding` for its approvers, the two addresses for whoever submitted it."""

    run: RunView
    deciding: Deciding | None
    back: Back | None
    remind: str
    withdraw: str


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
    own = run.state is RunState.OPEN and (
        who.user_id in run.maker_ids if run.maker_ids else actor.administrator
    )
    return ApprovalCard(
        run_view(run, names, lambda status: status_of(status, words), words),
        _deciding(run, who, path, words),
        _back(run, invoice, path, words),
        f"{path}/ask-again" if own else "",
        f"{path}/withdraw" if own else "",
    )


def seen_of(version: int, step: int) -> str:
    """A version at a step, as the forms send it back."""
    return f"{version}-{step}"


def _deciding(run: Run, who: Decider, path: str, words: Words) -> Deciding | None:
    if refused(run, who, None, None) is not None:
        return None
    absent = stood_for(run, who)
    return Deciding(
        words("issuing.deciding.title"),
        words("issuing.deciding.step", name=run.step.name, at=run.position, of=len(run.steps)),
        "" if absent is None else words("issuing.deciding.instead", name=absent),
        seen_of(run.version, run.position),
        f"{path}/approve",
        f"{path}/return?seen={seen_of(run.version, run.position)}",
        COMMENT_LENGTH,
    )


def _back(run: Run, invoice: SellerInvoice, path: str, words: Words) -> Back | None:
    if invoice.status is not SellerStatus.SENT_BACK or run.state not in _BACK:
        return None
    name = _BACK[run.state]
    decision = run.step.decision
    return Back(
        words(f"issuing.{name}.title"),
        "" if decision is None else decision.comment or "",
        words(f"issuing.{name}.who"),
        run.maker_name if decision is None else decision.by,
        moment(run.ended_at),
        words("issuing.came_back.advice"),
        f"{path}/correct",
    )


_BACK = {RunState.SENT_BACK: "came_back", RunState.WITHDRAWN: "taken_back"}
