"""差戻し inside the company, from the page that asks why; taking back; asking approvers again."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import COMMENT_LENGTH
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.invoices.screen.document import Fact
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.decide import KIND
from seikyu.receiving.actions.open import find
from seikyu.receiving.actions.send_back_inside import BACK_TO, remind, send_back_inside, withdraw
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.receiving.web.chosen import step_seen
from seikyu.receiving.web.deciding import LIST, ONE, WAITING, leave_for, number_of, typed
from seikyu.receiving.web.sending_back import facts_of
from seikyu.receiving.wire import read_return_inside
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/invoices/{number}/return-inside`, `…/withdraw` and `…/ask-again`."""

    async def ask_why(request: Request, actor: Actor) -> Response:
        return await returning(request, actor, request.query_params.get("seen", ""))

    async def returning(
        request: Request, actor: Actor, seen: str, reason: str = "", problem: str = ""
    ) -> Response:
        step_seen(seen)
        owner, number = actor.company.company_id, number_of(request)
        async with transaction(pool, owner) as connection:
            invoice = await find(connection, owner, number)
            open_ = await approvals.seen_at(connection, owner, KIND, [number])
        if not open_ or invoice.status not in BACK_TO:
            raise Refusal(codes.NOT_IN_APPROVAL, status=409)
        page = returning_view(invoice, seen, reason, problem, pages.words(request))
        return pages.render(request, "receiving/return_inside.html", 400 if problem else 200, page=page)

    async def return_one(request: Request, actor: Actor) -> Response:
        number, form = number_of(request), await read_form(request)
        reason, seen = typed(first(form, "reason")), first(form, "seen")
        try:
            said, _ = read_return_inside({"reason": reason})
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            return await returning(request, actor, seen, reason, problem)
        async with transaction(pool, actor.company.company_id) as connection:
            await send_back_inside(connection, actor, clock, base_url, number, step_seen(seen), said)
        return leave_for(WAITING, "sent_back_inside")

    async def withdraw_one(request: Request, actor: Actor) -> Response:
        number = number_of(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await withdraw(connection, actor, clock, number)
        return leave_for(f"{LIST}/{number}", "submission_withdrawn")

    async def ask_again(request: Request, actor: Actor) -> Response:
        number = number_of(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await remind(connection, actor, clock, number)
        return leave_for(f"{LIST}/{number}", "approvers_reminded")

    return [
        Route(f"{ONE}/return-inside", door(pages, sessions, ask_why), methods=["GET"]),
        Route(f"{ONE}/return-inside", door(pages, sessions, return_one), methods=["POST"]),
        Route(f"{ONE}/withdraw", door(pages, sessions, withdraw_one), methods=["POST"]),
        Route(f"{ONE}/ask-again", door(pages, sessions, ask_again), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class ReturningPage:
    """The page that asks for the reason; `problem` is empty until one was refused."""

    number: int
    facts: Sequence[Fact]
    consequences: Sequence[str]
    seen: str
    reason: str
    limit: int
    hint: str
    problem: str


def returning_view(
    invoice: ReceivedInvoice, seen: str, reason: str, problem: str, words: Words
) -> ReturningPage:
    """The page, with the reason as it was typed."""
    to = {
        BuyerStatus.SENT_BACK_INSIDE: "to_charge",
        BuyerStatus.ACCOUNTING_SENT_BACK: "to_accounting",
    }[BACK_TO[invoice.status]]
    return ReturningPage(
        number=invoice.invoice_mng_num,
        facts=facts_of(invoice, words),
        consequences=[words(f"receiving.inside.{name}") for name in (to, "told", "kept")],
        seen=seen,
        reason=reason,
        limit=COMMENT_LENGTH,
        hint=words("receiving.inside.hint", limit=COMMENT_LENGTH),
        problem=problem,
    )
