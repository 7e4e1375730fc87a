"""Deciding on screen: one invoice, or those chosen of what waits for the person."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import Side
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.receiving import queries
from seikyu.receiving.actions.decide import decide, decide_many
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.queries import Filter
from seikyu.receiving.web.chosen import seen_at_steps, step_seen
from seikyu.receiving.web.left import decided_view
from seikyu.receiving.web.waiting import all_stages, read_waiting, waiting_view, within
from seikyu.receiving.wire import read_approval
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.wire import codes

WAITING = "/buyer/approvals"
LIST = "/buyer/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"
FIRST = Filter(statuses=frozenset({BuyerStatus.UNAPPROVED}))


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/approvals…` and `/buyer/invoices/{number}/decide`."""

    async def show_waiting(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        asked = read_waiting(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            who = await approvals.decider(connection, owner, actor.user_id or 0, today(clock))
            waiting = await approvals.waiting(connection, owner, Side.BUYER, who)
            asked = asked.among(waiting)
            counts = await queries.count_by_status(connection, owner, all_stages(asked.filter))
            asked = within(asked, counts)
            rows = await queries.page(connection, owner, asked.filter, asked.window)
            unapproved = await queries.count(connection, owner, FIRST)
            workflow = await approvals.in_use(connection, owner, Side.BUYER)
        page = waiting_view(asked, counts, rows, waiting, unapproved if workflow else 0)
        return pages.render(request, "receiving/approvals.html", page=page)

    async def decide_one(request: Request, actor: Actor) -> Response:
        number, form = number_of(request), await read_form(request)
        said = read_approval({"comment": typed(first(form, "comment")) or None}).comment
        async with transaction(pool, actor.company.company_id) as connection:
            await decide(connection, actor, clock, number, step_seen(first(form, "seen")), said or None)
        return leave_for(WAITING, "approved")

    async def decide_chosen(request: Request, actor: Actor) -> Response:
        seen = seen_at_steps((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await decide_many(connection, actor, clock, seen)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{WAITING}?{request.url.query}" if request.url.query else WAITING
        if outcome.left:
            page = decided_view(outcome, back, pages.words(request))
            return pages.render(request, "receiving/left.html", page=page)
        return leave_for(back, "all_approved" if outcome.done else "nothing_chosen")

    return [
        Route(WAITING, door(pages, sessions, show_waiting), methods=["GET"]),
        Route(f"{WAITING}/approve", door(pages, sessions, decide_chosen), methods=["POST"]),
        Route(f"{ONE}/decide", door(pages, sessions, decide_one), methods=["POST"]),
    ]


def leave_for(path: str, notice: str) -> Response:
    """Go on to a page and have it say so."""
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"receiving.notice.{notice}")
    return answer


def typed(value: str) -> str:
    """What was written, as it was meant."""
    # Browsers send a line break as two characters and count it as one.
    return value.replace("\r\n", "\n")


def number_of(request: Request) -> int:
    """The invoice that the path names."""
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
