"""The buyer's side of deciding: what waits, what a decision does, what is asked before one goes back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from seikyu.accounts.model import Actor
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import COMMENT_LENGTH, Side
from seikyu.db.pool import Connection
from seikyu.invoices.deciding.asked import Asked, Listed
from seikyu.invoices.deciding.reason import ReasonPage
from seikyu.invoices.deciding.sides import Decided, DecidingSide, Found
from seikyu.kit.clock import Clock
from seikyu.receiving import queries
from seikyu.receiving.actions.decide import KIND, decide, decide_many
from seikyu.receiving.actions.open import find
from seikyu.receiving.actions.send_back_inside import BACK_TO, remind, send_back_inside, withdraw
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.queries import Filter
from seikyu.receiving.web.paper import facts_of, paper_of
from seikyu.receiving.web.status import status_of
from seikyu.receiving.wire import read_approval, read_return_inside
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

WAITING: Final = "/buyer/approvals"
LIST: Final = "/buyer/invoices"
STAGES = tuple(BuyerStatus(stage) for stage in Side.BUYER.stages[1:])
"""The first is passed by submitting, so nobody is asked for it."""
FIRST = Filter(statuses=frozenset({BuyerStatus.UNAPPROVED}))
_TO = {BuyerStatus.SENT_BACK_INSIDE: "to_charge", BuyerStatus.ACCOUNTING_SENT_BACK: "to_accounting"}


def buyer_side(base_url: str) -> DecidingSide:
    """The side; mails that sending back writes point below `base_url`."""

    async def send_back(
        connection: Connection, actor: Actor, clock: Clock, number: int, seen: Seen, reason: str
    ) -> None:
        await send_back_inside(connection, actor, clock, base_url, number, seen, reason)

    return DecidingSide(
        Side.BUYER,
        Listed("receiving", "seller_name", "received_at", STAGES),
        waiting=WAITING,
        list=LIST,
        approve_at="decide",
        send_back_at="return-inside",
        here="invoices.deciding.left",
        status=lambda status, words: status_of(status, words, workflow=True),
        find=_find,
        read_comment=lambda comment: read_approval({"comment": comment}).comment or None,
        approve=decide,
        approve_many=_decide_many,
        ask_why=_ask_why,
        read_reason=lambda reason: read_return_inside({"reason": reason})[0],
        send_back=send_back,
        withdraw=withdraw,
        remind=remind,
    )


async def _find(connection: Connection, owner: int, asked: Asked, waiting: frozenset[int]) -> Found:
    wanted = Filter(
        amount_from=asked.amount_from,
        amount_to=asked.amount_to,
        # What the run says and what the invoice says are one: a number alone is not enough.
        statuses=frozenset(STAGES if asked.stage is None else {BuyerStatus(asked.stage)}),
        seller_name=asked.partner,
        inv_no_part=asked.inv_no,
        numbers=waiting,
    )
    found = await queries.count_by_status(connection, owner, replace(wanted, statuses=frozenset(STAGES)))
    counts = {int(status): count for status, count in found.items()}
    asked = asked.within(counts)
    rows = await queries.page(connection, owner, wanted, asked.window)
    unapproved = await queries.count(connection, owner, FIRST)
    onward = None
    if await approvals.in_use(connection, owner, Side.BUYER) and unapproved:
        onward = (
            f"{LIST}?tab=unapproved",
            asked.words("receiving.waiting.first", count=f"{unapproved:,}"),
        )
    return Found(asked, counts, [paper_of(row, asked.words, workflow=True) for row in rows], onward)


async def _decide_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, Seen], words: Words
) -> Decided:
    outcome = await decide_many(connection, actor, clock, seen)
    return Decided(outcome.done, [(paper_of(one, words, workflow=True), code) for one, code in outcome.left])


async def _ask_why(connection: Connection, owner: int, number: int, words: Words) -> ReasonPage:
    invoice = await find(connection, owner, number)
    if not await approvals.seen_at(connection, owner, KIND, [number]) or invoice.status not in BACK_TO:
        raise Refusal(codes.NOT_IN_APPROVAL, status=409)
    path, to = f"{LIST}/{number}", _TO[BACK_TO[invoice.status]]
    return ReasonPage(
        number=number,
        href=path,
        action=f"{path}/return-inside",
        home=(WAITING, words("invoices.waiting.title")),
        here=words("receiving.deciding.send_back"),
        title=words("receiving.inside.title"),
        facts=facts_of(invoice, words),
        what_happens=words("receiving.returning.what_happens"),
        consequences=[words(f"receiving.inside.{name}") for name in (to, "told", "kept")],
        label=words("receiving.returning.reason"),
        hint=words("receiving.inside.hint", limit=COMMENT_LENGTH),
        limit=COMMENT_LENGTH,
        rows=5,
        send=words("receiving.returning.send"),
    )
