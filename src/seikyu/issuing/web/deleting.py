"""On screen: deleting, with a page that says what will happen; calling an issue off."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.invoices.screen.document import Fact
from seikyu.issuing import queries
from seikyu.issuing.actions.call_off import call_off
from seikyu.issuing.actions.delete import Withdraw, delete
from seikyu.issuing.model import DELETE_REASON_LENGTH, SellerInvoice, SellerStatus
from seikyu.issuing.wire import read_delete
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import long_day, yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, withdraw: Withdraw) -> list[Route]:
    """`/seller/invoices/{number}/delete` and `…/call-off`."""

    async def ask(request: Request, actor: Actor) -> Response:
        return await form(request, actor)

    async def form(request: Request, actor: Actor, reason: str = "", problem: str = "") -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await queries.one(connection, actor.company.company_id, _number(request))
        if invoice is None:
            raise Refusal(codes.INVOICE_UNKNOWN, status=404)
        if invoice.status is not SellerStatus.ISSUED:
            raise Refusal(codes.NOT_ISSUED, status=409)
        if invoice.opened_at is not None:
            raise Refusal(codes.OPENED_ALREADY, status=409)
        page = deleting_view(invoice, reason, problem, pages.words(request))
        return pages.render(request, "issuing/delete.html", 400 if problem else 200, page=page)

    async def delete_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        # Browsers send a line break as two characters and count it as one.
        typed = first(await read_form(request), "reason").replace("\r\n", "\n")
        try:
            reason = read_delete({"reason": typed})
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            return await form(request, actor, typed, problem)
        async with transaction(pool, actor.company.company_id) as connection:
            await delete(connection, actor, clock, withdraw, number, reason)
        return _done(number, "issuing.notice.deleted")

    async def call_off_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await call_off(connection, actor, clock, number)
        return _done(number, "issuing.notice.called_off")

    return [
        Route(f"{ONE}/delete", door(pages, sessions, ask), methods=["GET"]),
        Route(f"{ONE}/delete", door(pages, sessions, delete_one), methods=["POST"]),
        Route(f"{ONE}/call-off", door(pages, sessions, call_off_one), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class DeletingPage:
    """The whole page; `problem` is empty until a reason was refused."""

    number: int
    facts: Sequence[Fact]
    consequences: Sequence[str]
    reason: str
    limit: int
    hint: str
    problem: str


def deleting_view(invoice: SellerInvoice, reason: str, problem: str, words: Words) -> DeletingPage:
    """The page, with the reason as it was typed."""
    due = long_day(invoice.pay_due_date, words.language)
    facts = (
        ("customer_name", invoice.customer_name),
        ("inv_no", invoice.inv_no),
        ("inv_show_amount", yen(invoice.inv_show_amount)),
        ("pay_due_date", None if due is None else due.shown),
    )
    return DeletingPage(
        number=invoice.invoice_mng_num,
        facts=[Fact(words(f"issuing.column.{name}"), value) for name, value in facts if value],
        consequences=[words(f"issuing.deleting.{name}") for name in ("leaves", "told", "kept", "final")],
        reason=reason,
        limit=DELETE_REASON_LENGTH,
        hint=words("issuing.deleting.hint", limit=DELETE_REASON_LENGTH),
        problem=problem,
    )


def _done(number: int, notice: str) -> Response:
    answer = RedirectResponse(f"{LIST}/{number}", 303)
    notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
