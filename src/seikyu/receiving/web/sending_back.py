"""Sending back to the seller: the page that asks why and says what will happen, and what comes of it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.numbers import number_in_path
from seikyu.invoices.deciding.reason import ReasonPage, asking
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.open import find
from seikyu.receiving.actions.send_back import send_back
from seikyu.receiving.model import RETURN_REASON_LENGTH, ReceivedInvoice
from seikyu.receiving.web.paper import facts_of
from seikyu.receiving.wire import read_reason
from seikyu.ui import notices
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/buyer/invoices"
PATH = f"{LIST}/{{invoice_mng_num}}/return"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/invoices/{number}/return`."""

    async def why(request: Request, actor: Actor, _seen: str) -> ReasonPage:
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await find(connection, actor.company.company_id, _number(request))
        if not invoice.returnable:
            raise Refusal(codes.NOT_RETURNABLE, status=409)
        return sending_back_view(invoice, pages.words(request))

    async def send(request: Request, actor: Actor, _seen: str, reason: str) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await send_back(connection, actor, clock, base_url, number, reason)
        answer = RedirectResponse(f"{LIST}/{number}", 303)
        notices.leave(answer, "receiving.notice.sent_back")
        return answer

    return asking(pages, sessions, PATH, why, lambda reason: read_reason({"reason": reason}), send)


def sending_back_view(invoice: ReceivedInvoice, words: Words) -> ReasonPage:
    """The page that asks."""
    path = f"{LIST}/{invoice.invoice_mng_num}"
    return ReasonPage(
        number=invoice.invoice_mng_num,
        href=path,
        action=f"{path}/return",
        home=(LIST, words("receiving.list.title")),
        here=words("receiving.returning.action"),
        title=words("receiving.returning.title"),
        facts=facts_of(invoice, words),
        what_happens=words("receiving.returning.what_happens"),
        consequences=[
            words(f"receiving.returning.{name}", seller=invoice.seller_name)
            for name in ("leaves", "told", "kept", "comes_again")
        ],
        label=words("receiving.returning.reason"),
        hint=words("receiving.returning.hint", limit=RETURN_REASON_LENGTH),
        limit=RETURN_REASON_LENGTH,
        rows=6,
        send=words("receiving.returning.send"),
    )


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
