"""Marking as done: one invoice, or those chosen in the list, of which some may have moved meanwhile."""

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
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.approve import Outcome, approve, approve_many
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.web.chosen import seen_in
from seikyu.receiving.web.status import status_shown
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import yen
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes

LIST = "/buyer/invoices"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/invoices/approve` and `/buyer/invoices/{number}/approve`."""

    async def send_one(request: Request, actor: Actor) -> Response:
        number = number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
        seen = seen_in([first(await read_form(request), "invoice")])
        async with transaction(pool, actor.company.company_id) as connection:
            await approve(connection, actor, clock, number, version=seen.get(number, 0))
        answer = RedirectResponse(f"{LIST}/{number}", 303)
        notices.leave(answer, "receiving.notice.done")
        return answer

    async def send_many(request: Request, actor: Actor) -> Response:
        seen = seen_in((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await approve_many(connection, actor, clock, seen)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{LIST}?{request.url.query}" if request.url.query else LIST
        if outcome.left:
            page = left_view(outcome, back, pages.words(request))
            return pages.render(request, "receiving/left.html", page=page)
        answer = RedirectResponse(back, 303)
        notices.leave(
            answer, "receiving.notice.all_done" if outcome.done else "receiving.notice.nothing_chosen"
        )
        return answer

    return [
        Route(f"{LIST}/approve", door(pages, sessions, send_many), methods=["POST"]),
        Route(f"{LIST}/{{invoice_mng_num}}/approve", door(pages, sessions, send_one), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An invoice that somebody else had moved, as it stands now."""

    href: str
    seller: str
    inv_no: str
    amount: str
    status: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftPage:
    """The whole page: how many are done, and which were not and why."""

    done: str
    rows: Sequence[LeftRow]
    back: str


def left_view(outcome: Outcome, back: str, words: Words) -> LeftPage:
    """The page for an outcome of which something is left."""
    rows = []
    for one in outcome.left:
        status, kind = status_shown(one, words)
        why = _why(one)
        rows.append(
            LeftRow(
                href=f"{LIST}/{one.invoice_mng_num}",
                seller=one.seller_name,
                inv_no=one.inv_no or str(one.invoice_mng_num),
                amount=yen(one.inv_show_amount),
                status=status,
                kind=kind,
                why=words(f"receiving.left.{why}"),
            )
        )
    return LeftPage(words("receiving.left.done", count=outcome.done) if outcome.done else "", rows, back)


def _why(one: ReceivedInvoice) -> str:
    if one.sent_back_at is not None:
        return "withdrawn" if one.withdrawn else "sent_back"
    return "reissued" if one.approvable else "moved"
