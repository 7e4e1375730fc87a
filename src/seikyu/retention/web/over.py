"""`/settings/retention/over`: papers whose time is over or nearly, and releasing those that may go."""

from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.kit.yen import grouped
from seikyu.retention import queries
from seikyu.retention.actions import release as releasing
from seikyu.retention.model import TELL_BEFORE, WAITING
from seikyu.retention.web.rows import paper_row
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE, read_address, read_page
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

BACK = "/settings/retention"
PATH = f"{BACK}/over"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """The list, releasing what may go, and calling that off."""

    async def show(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        owner, words, day = actor.company.company_id, pages.words(request), today(clock)
        address = read_address(request)
        number = read_page(address)
        async with transaction(pool, owner) as connection:
            may_go = await queries.count_over(connection, owner, day - timedelta(days=1))
            start = (number - 1) * PAGE_SIZE
            found = await queries.over(connection, owner, day + TELL_BEFORE, start, PAGE_SIZE + 1)
            releases = await queries.releases(connection, owner)
        further = len(found) > PAGE_SIZE
        return pages.render(
            request,
            "retention/over.html",
            rows=[paper_row(one, day, words) for one in found[:PAGE_SIZE]],
            may_go=may_go,
            summary=words("retention.over.summary", count=grouped(may_go)),
            waiting=words("retention.over.waiting", days=WAITING.days),
            open_=any(one.is_open for one in releases),
            following=f"{PATH}?page={number + 1}" if further else "",
            previous=f"{PATH}?page={number - 1}" if number > 1 else "",
        )

    async def release(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        if first(await read_form(request), "sure") != "1":
            answer = RedirectResponse(PATH, 303)
            notices.leave(answer, "retention.notice.not_sure")
            return answer
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            await releasing.release(connection, owner, actor.author, clock, base_url)
        return _back("released")

    async def call_off(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        owner, release_id = actor.company.company_id, _id(request)
        async with transaction(pool, owner) as connection:
            await releasing.call_off(connection, owner, actor.author, clock, release_id, base_url)
        return _back("called_off")

    return [
        Route(PATH, door(pages, sessions, show), methods=["GET"]),
        Route(f"{PATH}/release", door(pages, sessions, release), methods=["POST"]),
        Route(f"{BACK}/releases/{{release_id}}/call-off", door(pages, sessions, call_off), methods=["POST"]),
    ]


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["release_id"])
    except ValueError:
        raise Refusal(codes.RELEASE_UNKNOWN, status=404) from None


def _back(notice: str) -> Response:
    answer = RedirectResponse(BACK, 303)
    notices.leave(answer, f"retention.notice.{notice}")
    return answer
