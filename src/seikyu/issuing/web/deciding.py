"""The seller's side of deciding: what waits, what a decision does, what is asked before one goes back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from seikyu.accounts.model import Actor
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import COMMENT_LENGTH, Side
from seikyu.db.pool import Connection
from seikyu.invoices.deciding.asked import Asked, Listed
from seikyu.invoices.deciding.reason import ReasonPage
from seikyu.invoices.deciding.sides import Decided, DecidingSide, Found
from seikyu.issuing import queries
from seikyu.issuing.actions.approve import approve, approve_many
from seikyu.issuing.actions.send_back_inside import remind, send_back_inside, withdraw
from seikyu.issuing.approving_wire import read_approval, read_return
from seikyu.issuing.model import SellerStatus
from seikyu.issuing.queries import Filter
from seikyu.issuing.web.paper import facts_of, paper_of
from seikyu.issuing.web.status import status_of
from seikyu.kit.clock import Clock
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

WAITING: Final = "/seller/approvals"
LIST: Final = "/seller/invoices"
STAGES = frozenset(SellerStatus(stage) for stage in Side.SELLER.stages)


async def _find(connection: Connection, owner: int, asked: Asked, waiting: frozenset[int]) -> Found:
    wanted = Filter(
        amount_from=asked.amount_from,
        amount_to=asked.amount_to,
        # What the run says and what the invoice says are one: a number alone is not enough.
        statuses=STAGES if asked.stage is None else frozenset({SellerStatus(asked.stage)}),
        customer_name=asked.partner,
        inv_no_part=asked.inv_no,
        numbers=waiting,
    )
    found = await queries.count_by_status(connection, owner, replace(wanted, statuses=STAGES))
    counts = {int(status): count for status, count in found.items()}
    asked = asked.within(counts)
    rows = await queries.page(connection, owner, wanted, asked.window)
    return Found(asked, counts, [paper_of(row, asked.words) for row in rows])


async def _approve_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, Seen], words: Words
) -> Decided:
    outcome = await approve_many(connection, actor, clock, seen)
    return Decided(outcome.done, [(paper_of(one, words), code) for one, code in outcome.left])


async def _ask_why(connection: Connection, owner: int, number: int, words: Words) -> ReasonPage:
    invoice = await queries.one(connection, owner, number)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if not invoice.status.waits_for_approval:
        raise Refusal(codes.NOT_IN_APPROVAL, status=409)
    path = f"{LIST}/{number}"
    return ReasonPage(
        number=number,
        href=path,
        action=f"{path}/return",
        home=(WAITING, words("invoices.waiting.title")),
        here=words("issuing.deciding.send_back"),
        title=words("issuing.returning.title"),
        facts=facts_of(invoice, words),
        what_happens=words("issuing.returning.what_happens"),
        consequences=[words(f"issuing.returning.{name}") for name in ("leaves", "told", "kept", "anew")],
        label=words("issuing.returning.reason"),
        hint=words("issuing.returning.hint", limit=COMMENT_LENGTH),
        limit=COMMENT_LENGTH,
        rows=5,
        send=words("issuing.returning.send"),
    )


SELLER = DecidingSide(
    Side.SELLER,
    Listed("issuing", "customer_name", "send_date", Side.SELLER.stages),
    waiting=WAITING,
    list=LIST,
    approve_at="approve",
    send_back_at="return",
    here="invoices.deciding.approve",
    status=status_of,
    find=_find,
    read_comment=lambda comment: read_approval({"comment": comment}).said or None,
    approve=approve,
    approve_many=_approve_many,
    ask_why=_ask_why,
    read_reason=lambda reason: read_return({"reason": reason}).said,
    send_back=send_back_inside,
    withdraw=withdraw,
    remind=remind,
)
