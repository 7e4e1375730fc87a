"""First approval and marking as done: one invoice, or those chosen in the list."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries as approvals
from seikyu.approvals.model import Side
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form, typed
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.approve import approve_many, enter
from seikyu.receiving.actions.open import find
from seikyu.receiving.model import BuyerStatus
from seikyu.receiving.web.chosen import seen_in
from seikyu.receiving.web.left import left_view
from seikyu.receiving.wire import read_approval
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.wire import codes

LIST = "/buyer/invoices"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/invoices/approve` and `/buyer/invoices/{number}/approve`."""

    async def send_one(request: Request, actor: Actor) -> Response:
        number, form = (
            number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN),
            await read_form(request),
        )
        seen = seen_in([first(form, "invoice")])
        said_of = read_approval({"comment": typed(form, "comment") or None})
        # Where the form offers departments, an empty choice is one too.
        department = first(form, "department") if first(form, "choosing") else None
        async with transaction(pool, actor.company.company_id) as connection:
            before = await find(connection, actor.company.company_id, number)
            status = await enter(
                connection,
                actor,
                clock,
                number,
                version=seen.get(number, 0),
                comment=said_of.comment,
                department=department,
            )
        answer = RedirectResponse(f"{LIST}/{number}", 303)
        notices.leave(answer, f"receiving.notice.{_notice(before.status, status)}")
        return answer

    async def send_many(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        seen = seen_in((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, owner) as connection:
            outcome = await approve_many(connection, actor, clock, seen)
            workflow = await approvals.in_use(connection, owner, Side.BUYER)
        # Back to the list as it was narrowed; what follows the path can lead nowhere else.
        back = f"{LIST}?{request.url.query}" if request.url.query else LIST
        if outcome.left:
            page = left_view(outcome, back, pages.words(request), workflow=workflow)
            return pages.render(request, "invoices/left.html", page=page)
        answer = RedirectResponse(back, 303)
        done = "receiving.notice.all_submitted" if workflow else "receiving.notice.all_done"
        notices.leave(answer, done if outcome.done else "receiving.notice.nothing_chosen")
        return answer

    return [
        Route(f"{LIST}/approve", door(pages, sessions, send_many), methods=["POST"]),
        Route(f"{LIST}/{{invoice_mng_num}}/approve", door(pages, sessions, send_one), methods=["POST"]),
    ]


def _notice(before: BuyerStatus, now: BuyerStatus) -> str:
    if now is BuyerStatus.DONE:
        return "done"
    return "submitted" if before is BuyerStatus.UNAPPROVED else "resubmitted"
