"""一次承認 and what follows it: which approval route a received invoice enters, and where (contract §6)."""

from dataclasses import dataclass, replace
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions.submit import routing
from seikyu.approvals.model import (
    Asked,
    Decider,
    NewRun,
    Plan,
    PlannedRoute,
    PlannedStep,
    Routing,
    Run,
    Side,
)
from seikyu.approvals.rules import NobodyLeft, matches, plan
from seikyu.db.pool import Connection
from seikyu.kit.jst import JST
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

SELLER = "company-"

ENTERS_AT = {
    BuyerStatus.UNAPPROVED: BuyerStatus.UNAPPROVED,
    BuyerStatus.SENT_BACK_INSIDE: BuyerStatus.IN_APPROVAL,
    BuyerStatus.ACCOUNTING_SENT_BACK: BuyerStatus.ACCOUNTING,
}
"""From where somebody in charge submits, and the first stage it may then wait at."""


@dataclass(frozen=True, slots=True)
class Submitting:
    """What is needed to say where an invoice goes that a person submits."""

    routing: Routing
    decider: Decider


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an invoice goes: into a route, or to 71 where none is for it.

    `stood_for` names the absent first approver whose substitute submits.
    """

    invoice: ReceivedInvoice
    status: BuyerStatus
    plan: Plan | None = None
    stood_for: str | None = None


async def load(connection: Connection, actor: Actor, now: datetime) -> Submitting:
    """The buyer's routes, and whom the actor may stand in for; two queries."""
    routes = await routing(connection, actor, Side.BUYER)
    if actor.user_id is None or not routes.routes:
        return Submitting(routes, Decider(actor.user_id or 0))
    today = now.astimezone(JST).date()
    who = await approvals.decider(connection, actor.company.company_id, actor.user_id, today)
    return Submitting(routes, who)


def entry(by: Submitting, invoice: ReceivedInvoice, earlier: Run | None = None) -> Entry:
    """Where an invoice in 50, 59 or 69 goes; `earlier` is the run that ended in 59 or 69.

    A first step 50 is passed by submitting, which only its approvers may. Whoever submits to 51, or made or
    submitted the invoice before, decides on nothing that follows; accounting's own 69 → 60 adds nobody.
    Raise Refusal where there is no way or it is not the actor's to go.
    """
    asked = _asked(invoice)
    route = next((one for one in by.routing.routes if matches(one.conditions, asked)), None)
    if route is None:
        if invoice.status is BuyerStatus.UNAPPROVED:
            return Entry(invoice, BuyerStatus.DONE)
        missing = codes.ROUTE_MISSING if by.routing.routes else codes.NOT_APPROVABLE
        raise Refusal(missing, status=409)
    first, steps = _parted(route, invoice.status)
    stood_for = None if first is None else _passes(by.decider, first, invoice)
    submitter, makers = by.routing, [invoice.maker_user_id, *(earlier.maker_ids if earlier else ())]
    if earlier is not None and invoice.status is BuyerStatus.ACCOUNTING_SENT_BACK:
        submitter = replace(by.routing, maker_id=earlier.submitter_id, maker_name=earlier.maker_name)
    left = replace(submitter, routes=[replace(route, steps=steps)])
    try:
        planned = plan(left, asked, makers)
    except NobodyLeft as nobody:
        raise Refusal(codes.APPROVER_MISSING, status=409, route=nobody.route, step=nobody.step) from nobody
    return Entry(invoice, BuyerStatus(steps[0].stage), planned, stood_for)


def new_run(invoice: ReceivedInvoice, planned: Plan) -> NewRun:
    """A submitted invoice and what the mails call it."""
    number = invoice.invoice_mng_num
    named = [
        invoice.seller_name,
        invoice.inv_no,
        f"{invoice.inv_show_amount:,}円",
        f"（管理番号 {number}）",
    ]
    return NewRun(number, invoice.version, " ".join(filter(None, named)), planned)


def seller_id(company_id: int) -> str:
    """A company that issues to us, as the conditions of routes name it."""
    return f"{SELLER}{company_id}"


def _asked(invoice: ReceivedInvoice) -> Asked:
    suppliers = set()
    if invoice.payee_id is not None:
        suppliers.add(str(invoice.payee_id))
    if invoice.seller_company_id is not None:
        suppliers.add(seller_id(invoice.seller_company_id))
    return Asked(invoice.inv_show_amount, frozenset(suppliers), invoice.department_code)


def _parted(route: PlannedRoute, status: BuyerStatus) -> tuple[PlannedStep | None, tuple[PlannedStep, ...]]:
    """The first approval where the route names who gives it, and the steps from the stage it enters at on."""
    steps = tuple(step for step in route.steps if step.stage >= ENTERS_AT[status])
    first = steps[0] if steps[0].stage == BuyerStatus.UNAPPROVED else None
    return first, steps if first is None else steps[1:]


def _passes(who: Decider, first: PlannedStep, invoice: ReceivedInvoice) -> str | None:
    """The absent approver whom the actor stands in for, if anybody; raise Refusal where they may not."""
    if invoice.maker_user_id is not None and who.user_id == invoice.maker_user_id:
        raise Refusal(codes.OWN_INVOICE, status=403)
    if who.user_id in first.approver_ids:
        return None
    stood_for = next((who.stands_for[one] for one in first.approver_ids if one in who.stands_for), None)
    if stood_for is None:
        raise Refusal(codes.NOT_APPROVER, status=403)
    return stood_for
