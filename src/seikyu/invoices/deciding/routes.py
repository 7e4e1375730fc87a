"""Approving on screen, one invoice or those chosen of what waits; sending back inside; taking back."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form, typed
from seikyu.http.numbers import number_in_path
from seikyu.invoices.deciding.asked import read_asked
from seikyu.invoices.deciding.left import undecided
from seikyu.invoices.deciding.reason import ReasonPage, asking
from seikyu.invoices.deciding.seen import chosen_in, seen_in
from seikyu.invoices.deciding.sides import DecidingSide, Move
from seikyu.invoices.deciding.waiting import waiting_view
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.ui import notices
from seikyu.ui.doors import Endpoint, door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.wire import codes


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, side: DecidingSide) -> list[Route]:
    """`/{side}/approvals…`, and below an invoice approving, sending back, `withdraw` and `ask-again`."""

    async def show_waiting(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        asked = read_asked(request, side.listed, pages.words(request))
        async with transaction(pool, owner) as connection:
            who = await queries.decider(connection, owner, actor.user_id or 0, today(clock))
            waiting = await queries.waiting(connection, owner, side.side, who)
            found = await side.find(connection, owner, asked, frozenset(waiting))
        return pages.render(request, "invoices/waiting.html", page=waiting_view(side, found, waiting))

    async def approve_one(request: Request, actor: Actor) -> Response:
        number, form = number_of(request), await read_form(request)
        comment = side.read_comment(typed(form, "comment") or None)
        async with transaction(pool, actor.company.company_id) as connection:
            await side.approve(connection, actor, clock, number, seen_in(first(form, "seen")), comment)
        return _leave_for(side, side.waiting, "approved")

    async def approve_chosen(request: Request, actor: Actor) -> Response:
        seen, words = (
            chosen_in((await read_form(request, PAGE_SIZE)).get("invoice", [])),
            pages.words(request),
        )
        async with transaction(pool, actor.company.company_id) as connection:
            decided = await side.approve_many(connection, actor, clock, seen, words)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{side.waiting}?{request.url.query}" if request.url.query else side.waiting
        if decided.left:
            page = undecided(decided, side, back, words)
            return pages.render(request, "invoices/left.html", page=page)
        return _leave_for(side, back, "all_approved" if decided.done else "nothing_chosen")

    async def why(request: Request, actor: Actor, seen: str) -> ReasonPage:
        seen_in(seen)
        owner, number = actor.company.company_id, number_of(request)
        async with transaction(pool, owner) as connection:
            page = await side.ask_why(connection, owner, number, pages.words(request))
        return replace(page, seen=seen)

    async def send_back(request: Request, actor: Actor, seen: str, reason: str) -> Response:
        number = number_of(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await side.send_back(connection, actor, clock, number, seen_in(seen), reason)
        return _leave_for(side, side.waiting, "sent_back_inside")

    def moving(move: Move, notice: str) -> Endpoint:
        async def moved(request: Request, actor: Actor) -> Response:
            number = number_of(request)
            async with transaction(pool, actor.company.company_id) as connection:
                await move(connection, actor, clock, number)
            return _leave_for(side, f"{side.list}/{number}", notice)

        return door(pages, sessions, moved)

    one = f"{side.list}/{{invoice_mng_num}}"
    return [
        Route(side.waiting, door(pages, sessions, show_waiting), methods=["GET"]),
        Route(f"{side.waiting}/approve", door(pages, sessions, approve_chosen), methods=["POST"]),
        Route(f"{one}/{side.approve_at}", door(pages, sessions, approve_one), methods=["POST"]),
        *asking(pages, sessions, f"{one}/{side.send_back_at}", why, side.read_reason, send_back),
        Route(f"{one}/withdraw", moving(side.withdraw, "submission_withdrawn"), methods=["POST"]),
        Route(f"{one}/ask-again", moving(side.remind, "approvers_reminded"), methods=["POST"]),
    ]


def number_of(request: Request) -> int:
    """The invoice that the path names."""
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


def _leave_for(side: DecidingSide, path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"{side.listed.slice_}.notice.{notice}")
    return answer
