"""On screen: deleting, with a page that says what will happen; calling an issue off."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.numbers import number_in_path
from seikyu.invoices.deciding.reason import ReasonPage, asking
from seikyu.issuing import queries
from seikyu.issuing.actions.call_off import call_off
from seikyu.issuing.actions.delete import Withdraw, delete
from seikyu.issuing.model import DELETE_REASON_LENGTH, SellerInvoice, SellerStatus
from seikyu.issuing.web.paper import facts_of
from seikyu.issuing.wire import read_delete
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, withdraw: Withdraw) -> list[Route]:
    """`/seller/invoices/{number}/delete` and `…/call-off`."""

    async def why(request: Request, actor: Actor, _seen: str) -> ReasonPage:
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await queries.one(connection, actor.company.company_id, _number(request))
        if invoice is None:
            raise Refusal(codes.INVOICE_UNKNOWN, status=404)
        if invoice.status is not SellerStatus.ISSUED:
            raise Refusal(codes.NOT_ISSUED, status=409)
        if invoice.opened_at is not None:
            raise Refusal(codes.OPENED_ALREADY, status=409)
        return deleting_view(invoice, pages.words(request))

    async def delete_one(request: Request, actor: Actor, _seen: str, reason: str) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await delete(connection, actor, clock, withdraw, number, reason or None)
        return _done(number, "issuing.notice.deleted")

    async def call_off_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await call_off(connection, actor, clock, number)
        return _done(number, "issuing.notice.called_off")

    return [
        *asking(
            pages,
            sessions,
            f"{ONE}/delete",
            why,
            lambda reason: read_delete({"reason": reason}) or "",
            delete_one,
        ),
        Route(f"{ONE}/call-off", door(pages, sessions, call_off_one), methods=["POST"]),
    ]


def deleting_view(invoice: SellerInvoice, words: Words) -> ReasonPage:
    """The page that asks."""
    path = f"{LIST}/{invoice.invoice_mng_num}"
    return ReasonPage(
        number=invoice.invoice_mng_num,
        href=path,
        action=f"{path}/delete",
        home=(LIST, words("issuing.list.title")),
        here=words("issuing.deleting.action"),
        title=words("issuing.deleting.title"),
        facts=facts_of(invoice, words),
        what_happens=words("issuing.deleting.what_happens"),
        consequences=[words(f"issuing.deleting.{name}") for name in ("leaves", "told", "kept", "final")],
        label=words("issuing.deleting.reason"),
        hint=words("issuing.deleting.hint", limit=DELETE_REASON_LENGTH),
        limit=DELETE_REASON_LENGTH,
        rows=4,
        send=words("issuing.deleting.send"),
        required=False,
    )


def _done(number: int, notice: str) -> Response:
    answer = RedirectResponse(f"{LIST}/{number}", 303)
    notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
