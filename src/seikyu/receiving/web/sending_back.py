"""Sending back: the page that asks why and says what will happen, and what comes of it."""

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
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.open import find
from seikyu.receiving.actions.send_back import send_back
from seikyu.receiving.model import RETURN_REASON_LENGTH, ReceivedInvoice
from seikyu.receiving.wire import read_reason
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import long_day, yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

PATH = "/buyer/invoices/{invoice_mng_num}/return"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/invoices/{number}/return`."""

    async def ask(request: Request, actor: Actor) -> Response:
        return await form(request, actor)

    async def form(request: Request, actor: Actor, reason: str = "", problem: str = "") -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await find(connection, actor.company.company_id, _number(request))
        if not invoice.returnable:
            raise Refusal(codes.NOT_RETURNABLE, status=409)
        page = sending_back_view(invoice, reason, problem, pages.words(request))
        return pages.render(request, "receiving/return.html", 400 if problem else 200, page=page)

    async def send(request: Request, actor: Actor) -> Response:
        number = _number(request)
        # Browsers send a line break as two characters and count it as one.
        typed = first(await read_form(request), "reason").replace("\r\n", "\n")
        try:
            reason = read_reason({"reason": typed})
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            return await form(request, actor, typed, problem)
        async with transaction(pool, actor.company.company_id) as connection:
            await send_back(connection, actor, clock, base_url, number, reason)
        answer = RedirectResponse(f"/buyer/invoices/{number}", 303)
        notices.leave(answer, "receiving.notice.sent_back")
        return answer

    return [
        Route(PATH, door(pages, sessions, ask), methods=["GET"]),
        Route(PATH, door(pages, sessions, send), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class SendingBackPage:
    """The whole page; `problem` is empty until a reason was refused."""

    number: int
    seller: str
    facts: Sequence[Fact]
    consequences: Sequence[str]
    reason: str
    limit: int
    hint: str
    problem: str


def sending_back_view(invoice: ReceivedInvoice, reason: str, problem: str, words: Words) -> SendingBackPage:
    """The page, with the reason as it was typed."""
    return SendingBackPage(
        number=invoice.invoice_mng_num,
        seller=invoice.seller_name,
        facts=facts_of(invoice, words),
        consequences=[
            words(f"receiving.returning.{name}", seller=invoice.seller_name)
            for name in ("leaves", "told", "kept", "comes_again")
        ],
        reason=reason,
        limit=RETURN_REASON_LENGTH,
        hint=words("receiving.returning.hint", limit=RETURN_REASON_LENGTH),
        problem=problem,
    )


def facts_of(invoice: ReceivedInvoice, words: Words) -> list[Fact]:
    """What tells an invoice from others where somebody decides about it."""
    due = long_day(invoice.pay_due_date, words.language)
    facts = (
        ("seller_name", invoice.seller_name),
        ("inv_name", invoice.inv_name),
        ("inv_no", invoice.inv_no),
        ("inv_show_amount", yen(invoice.inv_show_amount)),
        ("pay_due_date", None if due is None else due.shown),
    )
    return [Fact(words(f"receiving.column.{name}"), value) for name, value in facts if value]


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
