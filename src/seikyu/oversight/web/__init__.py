"""`/settings/audit`: the log, searched, taken out, verified; for administrators."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.downloads import csv_answer
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.kit.jst import today
from seikyu.oversight import queries
from seikyu.oversight.actions.take_out import log_as_csv
from seikyu.oversight.actions.verify import ask_to_verify
from seikyu.oversight.web.listing import MOST, log_page, read_log
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

PATH = "/settings/audit"


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, statuses: Mapping[str, str]
) -> list[Route]:
    """The page, its CSV file and asking to verify; `statuses` tells by subject where the words of its are."""

    async def show(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        owner, words = actor.company.company_id, pages.words(request)
        asked = read_log(request, words)
        async with transaction(pool, owner) as connection:
            total = await queries.count(connection, owner, asked.filter, MOST)
            start = (min(asked.number, lists.last_page(total)) - 1) * lists.PAGE_SIZE
            entries = await queries.page(connection, owner, asked.filter, start, lists.PAGE_SIZE)
            last = await queries.verifications(connection, owner, 1)
        page = log_page(asked, words, statuses, total, entries, last[0] if last else None)
        return pages.render(request, "oversight/log.html", page=page)

    async def verify(_request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await ask_to_verify(connection, actor, clock)
        answer = RedirectResponse(PATH, 303)
        notices.leave(answer, "oversight.notice.asked")
        return answer

    async def export(request: Request, actor: Actor) -> Response:
        encoding: Encoding = "cp932" if first(await read_form(request), "encoding") == "cp932" else "utf-8"
        asked = read_log(request, pages.words(request))
        async with transaction(pool, actor.company.company_id) as connection:
            sheet = await log_as_csv(connection, actor, clock, asked.filter, encoding)
        return csv_answer(sheet, f"監査ログ_{today(clock):%Y%m%d}.csv", encoding)

    return [
        Route(PATH, door(pages, sessions, show), methods=["GET"]),
        Route(f"{PATH}/verify", door(pages, sessions, verify), methods=["POST"]),
        Route(f"{PATH}/export", door(pages, sessions, export), methods=["POST"]),
    ]
