"""Making an own invoice void: why, and what happens then."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form, typed
from seikyu.kit.clock import Clock
from seikyu.own_entry.actions.change import find_changeable
from seikyu.own_entry.actions.void import void
from seikyu.own_entry.web.sending import number_of, seen_in
from seikyu.receiving.model import RETURN_REASON_LENGTH
from seikyu.receiving.wire import read_reason
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import yen
from seikyu.ui.pages import Pages
from seikyu.wire.faults import Rejected

PATH = "/buyer/own/invoices/{invoice_mng_num}/void"


@dataclass(frozen=True, slots=True)
class VoidPage:
    """The page that asks why."""

    number: int
    seen: int
    supplier: str
    inv_no: str
    amount: str
    reason: str
    limit: int
    problem: str


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own/invoices/{number}/void`."""

    async def ask(request: Request, actor: Actor) -> Response:
        return await asking(request, actor)

    async def asking(request: Request, actor: Actor, reason: str = "", problem: str = "") -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            invoice = await find_changeable(connection, owner, number_of(request))
        page = VoidPage(
            invoice.invoice_mng_num,
            invoice.version,
            invoice.seller_name,
            invoice.inv_no or "",
            yen(invoice.inv_show_amount),
            reason,
            RETURN_REASON_LENGTH,
            problem,
        )
        return pages.render(request, "own_entry/void.html", 400 if problem else 200, page=page)

    async def make_void(request: Request, actor: Actor) -> Response:
        fields, number = await read_form(request), number_of(request)
        given = typed(fields, "reason")
        try:
            reason = read_reason({"reason": given})
        except Rejected as rejected:
            return await asking(
                request, actor, given, rejected.faults[0].detail(pages.words(request).language)
            )
        async with transaction(pool, actor.company.company_id) as connection:
            await void(connection, actor, clock, number, seen_in(fields), reason)
        answer = RedirectResponse(f"/buyer/invoices/{number}", 303)
        notices.leave(answer, "own_entry.notice.voided")
        return answer

    return [
        Route(PATH, door(pages, sessions, ask), methods=["GET"]),
        Route(PATH, door(pages, sessions, make_void), methods=["POST"]),
    ]
