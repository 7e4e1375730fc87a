"""Approving on screen: one invoice, or those chosen of what waits; sending back, taking back, asking again."""

import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions.decide import Seen
from seikyu.approvals.model import Decider, Side
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.issuing import queries
from seikyu.issuing.actions.approve import approve, approve_many
from seikyu.issuing.actions.send_back_inside import remind, send_back_inside, withdraw
from seikyu.issuing.approving_wire import read_approval, read_return
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.web.deciding import left_view, returning_view
from seikyu.issuing.web.waiting import all_stages, read_waiting, waiting_view, within
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

WAITING = "/seller/approvals"
LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"
SEEN = re.compile(r"([0-9]{1,9})-([0-9]{1,2})")
CHOSEN = re.compile(r"([0-9]{1,10})-([0-9]{1,9})-([0-9]{1,2})")
"""An invoice in the version and at the step in which it was seen, as the boxes of the list send it."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/approvals…` and what is done on `/seller/invoices/{number}/…` about approval."""

    async def show_waiting(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        asked = read_waiting(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            who = await _who(connection, actor)
            waiting = await approvals.waiting(connection, owner, Side.SELLER, who)
            asked = asked.among(waiting)
            counts = await queries.count_by_status(connection, owner, all_stages(asked.filter))
            asked = within(asked, counts)
            rows = await queries.page(connection, owner, asked.filter, asked.window)
        page = waiting_view(asked, counts, rows, waiting)
        return pages.render(request, "issuing/approvals.html", page=page)

    async def approve_one(request: Request, actor: Actor) -> Response:
        number, form = _number(request), await read_form(request)
        said = read_approval({"comment": _typed(first(form, "comment")) or None}).said
        async with transaction(pool, actor.company.company_id) as connection:
            await approve(connection, actor, clock, number, _seen(first(form, "seen")), said or None)
        return _back(WAITING, "approved")

    async def approve_chosen(request: Request, actor: Actor) -> Response:
        seen = _chosen((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await approve_many(connection, actor, clock, seen)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{WAITING}?{request.url.query}" if request.url.query else WAITING
        if outcome.left:
            page = left_view(outcome, back, pages.words(request))
            return pages.render(request, "issuing/left.html", page=page)
        return _back(back, "all_approved" if outcome.done else "nothing_chosen")

    async def ask_why(request: Request, actor: Actor) -> Response:
        return await returning(request, actor, request.query_params.get("seen", ""))

    async def returning(
        request: Request, actor: Actor, seen: str, reason: str = "", problem: str = ""
    ) -> Response:
        _seen(seen)
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await _found(connection, actor, _number(request))
        page = returning_view(invoice, seen, reason, problem, pages.words(request))
        return pages.render(request, "issuing/return.html", 400 if problem else 200, page=page)

    async def send_back_one(request: Request, actor: Actor) -> Response:
        number, form = _number(request), await read_form(request)
        reason, seen = _typed(first(form, "reason")), first(form, "seen")
        try:
            said = read_return({"reason": reason}).said
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            return await returning(request, actor, seen, reason, problem)
        async with transaction(pool, actor.company.company_id) as connection:
            await send_back_inside(connection, actor, clock, number, _seen(seen), said)
        return _back(WAITING, "sent_back_inside")

    async def withdraw_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await withdraw(connection, actor, clock, number)
        return _back(f"{LIST}/{number}", "submission_withdrawn")

    async def ask_again(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await remind(connection, actor, clock, number)
        return _back(f"{LIST}/{number}", "approvers_reminded")

    async def _who(connection: Connection, actor: Actor) -> Decider:
        owner = actor.company.company_id
        return await approvals.decider(connection, owner, actor.user_id or 0, today(clock))

    return [
        Route(WAITING, door(pages, sessions, show_waiting), methods=["GET"]),
        Route(f"{WAITING}/approve", door(pages, sessions, approve_chosen), methods=["POST"]),
        Route(f"{ONE}/approve", door(pages, sessions, approve_one), methods=["POST"]),
        Route(f"{ONE}/return", door(pages, sessions, ask_why), methods=["GET"]),
        Route(f"{ONE}/return", door(pages, sessions, send_back_one), methods=["POST"]),
        Route(f"{ONE}/withdraw", door(pages, sessions, withdraw_one), methods=["POST"]),
        Route(f"{ONE}/ask-again", door(pages, sessions, ask_again), methods=["POST"]),
    ]


async def _found(connection: Connection, actor: Actor, number: int) -> SellerInvoice:
    invoice = await queries.one(connection, actor.company.company_id, number)
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    if not invoice.status.waits_for_approval:
        raise Refusal(codes.NOT_IN_APPROVAL, status=409)
    return invoice


def _back(path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"issuing.notice.{notice}")
    return answer


def _typed(value: str) -> str:
    # Browsers send a line break as two characters and count it as one.
    return value.replace("\r\n", "\n")


def _seen(given: str) -> Seen:
    match = SEEN.fullmatch(given)
    if match is None:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return Seen(int(match[1]), int(match[2]))


def _chosen(given: Sequence[str]) -> dict[int, Seen]:
    found = [CHOSEN.fullmatch(value) for value in given]
    if not all(found):
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
    return {int(match[1]): Seen(int(match[2]), int(match[3])) for match in found if match}


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
