"""Sending an invoice back to its maker, from the page that asks why; taking back; asking approvers again."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.issuing import queries
from seikyu.issuing.actions.send_back_inside import remind, send_back_inside, withdraw
from seikyu.issuing.approving_wire import read_return
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.web.approving import LIST, ONE, WAITING, leave_for, number_of, seen_in, typed
from seikyu.issuing.web.deciding import returning_view
from seikyu.kit.clock import Clock
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/invoices/{number}/return`, `…/withdraw` and `…/ask-again`."""

    async def ask_why(request: Request, actor: Actor) -> Response:
        return await returning(request, actor, request.query_params.get("seen", ""))

    async def returning(
        request: Request, actor: Actor, seen: str, reason: str = "", problem: str = ""
    ) -> Response:
        seen_in(seen)
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await _found(connection, actor, number_of(request))
        page = returning_view(invoice, seen, reason, problem, pages.words(request))
        return pages.render(request, "issuing/return.html", 400 if problem else 200, page=page)

    async def send_back_one(request: Request, actor: Actor) -> Response:
        number, form = number_of(request), await read_form(request)
        reason, seen = typed(first(form, "reason")), first(form, "seen")
        try:
            said = read_return({"reason": reason}).said
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            return await returning(request, actor, seen, reason, problem)
        async with transaction(pool, actor.company.company_id) as connection:
            await send_back_inside(connection, actor, clock, number, seen_in(seen), said)
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
        Route(f"{ONE}/return", door(pages, sessions, ask_why), methods=["GET"]),
        Route(f"{ONE}/return", door(pages, sessions, send_back_one), methods=["POST"]),
        Route(f"{ONE}/withdraw", door(pages, sessions, withdraw_one), methods=["POST"]),
        Route(f"{ONE}/ask-again", door(pages, sessions, ask_again), methods=["POST"]),
    ]


async def _found(connection: Connection, actor: Actor, number: int) -> SellerInvoice:
    invoice = await queries.one(connection, actor.company.company_id, number)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if not invoice.status.waits_for_approval:
        raise Refusal(codes.NOT_IN_APPROVAL, status=409)
    return invoice
