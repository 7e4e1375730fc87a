"""Approving on screen: one invoice, or those chosen of what waits for the person."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import Side
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.issuing import queries
from seikyu.issuing.actions.approve import approve, approve_many
from seikyu.issuing.approving_wire import read_approval
from seikyu.issuing.web.deciding import left_view
from seikyu.issuing.web.waiting import all_stages, read_waiting, waiting_view, within
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

WAITING = "/seller/approvals"
LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"
SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,2})")
CHOSEN = re.compile(r"([0-9]{1,10})-([0-9]{1,9})-([0-9]{1,2})")
"""An invoice in the version and at the step in which it was seen, as the boxes of the list send it."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/approvals…` and `/seller/invoices/{number}/approve`."""

    async def show_waiting(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        asked = read_waiting(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            who = await approvals.decider(connection, owner, actor.user_id or 0, today(clock))
            waiting = await approvals.waiting(connection, owner, Side.SELLER, who)
            asked = asked.among(waiting)
            counts = await queries.count_by_status(connection, owner, all_stages(asked.filter))
            asked = within(asked, counts)
            rows = await queries.page(connection, owner, asked.filter, asked.window)
        page = waiting_view(asked, counts, rows, waiting)
        return pages.render(request, "issuing/approvals.html", page=page)

    async def approve_one(request: Request, actor: Actor) -> Response:
        number, form = number_of(request), await read_form(request)
        said = read_approval({"comment": typed(first(form, "comment")) or None}).said
        async with transaction(pool, actor.company.company_id) as connection:
            await approve(connection, actor, clock, number, seen_in(first(form, "seen")), said or None)
        return leave_for(WAITING, "approved")

    async def approve_chosen(request: Request, actor: Actor) -> Response:
        seen = _chosen((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await approve_many(connection, actor, clock, seen)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{WAITING}?{request.url.query}" if request.url.query else WAITING
        if outcome.left:
            page = left_view(outcome, back, pages.words(request))
            return pages.render(request, "issuing/left.html", page=page)
        return leave_for(back, "all_approved" if outcome.done else "nothing_chosen")

    return [
        Route(WAITING, door(pages, sessions, show_waiting), methods=["GET"]),
        Route(f"{WAITING}/approve", door(pages, sessions, approve_chosen), methods=["POST"]),
        Route(f"{ONE}/approve", door(pages, sessions, approve_one), methods=["POST"]),
    ]


def leave_for(path: str, notice: str) -> Response:
    """Go on to a page and have it say so."""
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"issuing.notice.{notice}")
    return answer


def typed(value: str) -> str:
    """What was written, as it was meant."""
    # Browsers send a line break as two characters and count it as one.
    return value.replace("\r\n", "\n")


def seen_in(given: str) -> Seen:
    """The version and step that a form holds; 400 when nobody was given such a form."""
    match = SEEN.fullmatch(given)
    if match is None:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return Seen(int(match[1]), int(match[2]))


def _chosen(given: Sequence[str]) -> dict[int, Seen]:
    found = [CHOSEN.fullmatch(value) for value in given]
    if not all(found):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return {int(match[1]): Seen(int(match[2]), int(match[3])) for match in found if match}


def number_of(request: Request) -> int:
    """The invoice that the path names."""
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
