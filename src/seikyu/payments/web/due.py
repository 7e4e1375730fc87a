"""What is due, and a run before it is made."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.masters import queries as masters
from seikyu.payees.queries import payees
from seikyu.payments import queries
from seikyu.payments.actions.make import make
from seikyu.payments.actions.prepare import prepare
from seikyu.payments.masters import PAYING_ACCOUNTS
from seikyu.payments.web.paths import HERE, RUNS
from seikyu.payments.web.views import Choice, asked_until, due_view, preview_view, wish_of
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

MOST_SHOWN = 2000
MOST_CHOSEN = MOST_SHOWN + 10


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/payments`, and from there to a run."""

    async def show_due(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        until = asked_until(lists.read_address(request))
        async with transaction(pool, owner) as connection:
            found = await queries.due(connection, owner, until, MOST_SHOWN + 1)
            more, found = len(found) > MOST_SHOWN, found[:MOST_SHOWN]
            known = await payees(connection, owner, {d.payee_id for d in found if d.payee_id is not None})
            accounts = await masters.all_of(connection, owner, PAYING_ACCOUNTS)
        page = due_view(found, known, [Choice.of(one) for one in accounts], until, today(clock))
        most = f"{MOST_SHOWN:,}" if more else ""
        return pages.render(request, "payments/due.html", page=page, most=most)

    async def preview(request: Request, actor: Actor) -> Response:
        wish = wish_of(await read_form(request, MOST_CHOSEN))
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            prepared = await prepare(connection, owner, clock, wish)
        page = preview_view(prepared, pages.words(request), may=actor.administrator)
        return pages.render(request, "payments/preview.html", 400 if prepared.plan.faults else 200, page=page)

    async def make_run(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        wish = wish_of(await read_form(request, MOST_CHOSEN))
        async with transaction(pool, actor.company.company_id) as connection:
            run, _ = await make(connection, actor, clock, wish)
        answer = RedirectResponse(f"{RUNS}/{run.run_id}", 303)
        notices.leave(answer, "payments.notice.made")
        return answer

    return [
        Route(HERE, door(pages, sessions, show_due), methods=["GET"]),
        Route(f"{HERE}/preview", door(pages, sessions, preview), methods=["POST"]),
        Route(f"{HERE}/make", door(pages, sessions, make_run), methods=["POST"]),
    ]
