"""What is to be journalised: the list, and confirming many proposals at once."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form
from seikyu.journals import listed, queries
from seikyu.journals.actions.confirm_many import confirm_many
from seikyu.journals.actions.lay_out import papers_of, proposals
from seikyu.journals.web.list_view import left_view, list_view, read_list, within
from seikyu.kit.clock import Clock
from seikyu.receiving import queries as receiving
from seikyu.receiving.web.chosen import seen_in
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages

LIST = "/buyer/journals"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/journals` and `/buyer/journals/confirm`."""

    async def show(request: Request, actor: Actor) -> Response:
        """As many statements for a hundred invoices as for one."""
        owner = actor.company.company_id
        asked = read_list(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            tally = await listed.tally(connection, owner, asked.wanted)
            asked = within(asked, tally)
            start = (asked.number - 1) * PAGE_SIZE
            numbers = await listed.page(connection, owner, asked.wanted, start, PAGE_SIZE)
            found = {one.invoice_mng_num: one for one in await receiving.some(connection, owner, numbers)}
            slips = await queries.slips(connection, owner, numbers)
            invoices = [found[number] for number in numbers]
            papers = await papers_of(connection, owner, invoices)
            chart = await queries.chart(connection, owner)
            proposed = await proposals(connection, owner, papers, chart)
        page = list_view(asked, tally, papers, slips, proposed)
        return pages.render(request, "journals/list.html", page=page)

    async def confirm(request: Request, actor: Actor) -> Response:
        seen = seen_in((await read_form(request, PAGE_SIZE)).get("invoice", []))
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await confirm_many(connection, actor, clock, seen)
        back = f"{LIST}?{request.url.query}" if request.url.query else LIST
        if outcome.left:
            page = left_view(outcome, back, pages.words(request))
            return pages.render(request, "journals/left.html", page=page)
        answer = RedirectResponse(back, 303)
        told = "journals.notice.all_confirmed" if outcome.done else "journals.notice.nothing_chosen"
        notices.leave(answer, told)
        return answer

    return [
        Route(LIST, door(pages, sessions, show), methods=["GET"]),
        Route(f"{LIST}/confirm", door(pages, sessions, confirm), methods=["POST"]),
    ]
