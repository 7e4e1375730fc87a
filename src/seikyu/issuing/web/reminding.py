"""On screen: reminding the buyer of one invoice, or of those chosen in the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.numbers import number_in_path
from seikyu.issuing.actions.remind import Outcome, remind, remind_many
from seikyu.issuing.web.chosen import back_to, chosen_numbers
from seikyu.issuing.web.status import KINDS, status_word
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes

LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/invoices/{number}/remind` and `/seller/invoices/remind`."""

    async def remind_of_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await remind(connection, actor, clock, base_url, number)
        return _done(number, "issuing.notice.reminded")

    async def remind_of_many(request: Request, actor: Actor) -> Response:
        numbers = await chosen_numbers(request)
        back = back_to(LIST, request)
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await remind_many(connection, actor, clock, base_url, numbers)
        if outcome.left:
            page = unreminded_view(outcome, back, pages.words(request))
            return pages.render(request, "issuing/unreminded.html", page=page)
        answer = RedirectResponse(back, 303)
        done = "reminded_many" if outcome.done else "nothing_chosen"
        notices.leave(answer, f"issuing.notice.{done}")
        return answer

    return [
        Route(f"{LIST}/remind", door(pages, sessions, remind_of_many), methods=["POST"]),
        Route(f"{ONE}/remind", door(pages, sessions, remind_of_one), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class UnremindedRow:
    """An invoice nobody was reminded of, and why."""

    href: str
    customer: str
    inv_no: str
    amount: str
    status: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class UnremindedPage:
    """The whole page."""

    done: str
    rows: Sequence[UnremindedRow]
    back: str


def unreminded_view(outcome: Outcome, back: str, words: Words) -> UnremindedPage:
    """The page for an outcome of which something is left."""
    rows = [
        UnremindedRow(
            href=f"{LIST}/{one.invoice.invoice_mng_num}",
            customer=one.invoice.customer_name or words("issuing.no_customer"),
            inv_no=one.invoice.inv_no or str(one.invoice.invoice_mng_num),
            amount=yen(one.invoice.inv_show_amount),
            status=status_word(one.invoice.status, words),
            kind=KINDS[one.invoice.status],
            why=one.why.ja if words.language == "ja" else one.why.en,
        )
        for one in outcome.left
    ]
    done = words("issuing.unreminded.done", count=outcome.done) if outcome.done else ""
    return UnremindedPage(done, rows, back)


def _done(number: int, notice: str) -> Response:
    answer = RedirectResponse(f"{LIST}/{number}", 303)
    notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
