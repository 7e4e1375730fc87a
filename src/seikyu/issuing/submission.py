"""Which approval a seller's invoice passes before it is issued, and where it enters (contract §6)."""

from uuid import UUID

from seikyu.accounts.model import Actor, Via
from seikyu.accounts.selling import selling_rules
from seikyu.approvals.actions.submit import routing
from seikyu.approvals.model import Asked, NewRun, Plan, Routing, Side
from seikyu.approvals.rules import NobodyLeft, plan
from seikyu.db.pool import Connection
from seikyu.invoices.extract import Extract
from seikyu.issuing.model import SellerStatus
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, node, text, whole


async def load_routing(connection: Connection, actor: Actor) -> Routing:
    """The routes that what the actor enters passes; none for a program unless its company wishes it."""
    if actor.via is Via.API:
        rules = await selling_rules(connection, actor.company.company_id)
        if not rules.api_through_approval:
            return Routing()
    return await routing(connection, actor, Side.SELLER)


def plan_for(
    document: Node, path: str, routing_: Routing, customer_id: UUID | None, maker: int | None = None
) -> tuple[Plan | None, list[Fault]]:
    """The route that a settled document passes, if any; a fault when a step would have nobody to decide."""
    if not routing_.routes:
        return None, []
    publisher = node(document, "publisher")
    asked = Asked(
        amount=whole(document, "inv_show_amount") or 0,
        partner_ids=frozenset() if customer_id is None else frozenset({str(customer_id)}),
        department=None if publisher is None else text(publisher, "publisher_mng_num"),
    )
    try:
        return plan(routing_, asked, [maker]), []
    except NobodyLeft as left:
        return None, [Fault(path, codes.APPROVER_MISSING, {"route": left.route, "step": left.step})]


def entry_status(plan_: Plan | None) -> SellerStatus:
    """Where an invoice goes on to wait: at the first step of its route, or else to be issued."""
    return SellerStatus.QUEUED if plan_ is None else SellerStatus(plan_.steps[0].stage)


def new_run(number: int, version: int, customer_name: str | None, extract: Extract, plan_: Plan) -> NewRun:
    """A submitted invoice and what the mails call it."""
    named = [customer_name, extract.inv_no, f"{extract.inv_show_amount:,}円", f"（管理番号 {number}）"]
    return NewRun(number, version, " ".join(filter(None, named)), plan_)
