"""`/settings/export`: everything of the company in one file."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.downloads import saved_as
from seikyu.kit.clock import Clock
from seikyu.kit.jst import JST
from seikyu.retention import queries
from seikyu.retention.actions.export import ask_for_export, fetch_export
from seikyu.retention.model import EXPORT_LASTS, ExportState
from seikyu.retention.web.rows import export_row
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/settings/export"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """The page, asking for a file, and the file."""

    async def show(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.exports(connection, actor.company.company_id)
        words = pages.words(request)
        return pages.render(
            request,
            "retention/export.html",
            rows=[export_row(one, EXPORT_LASTS, words) for one in found],
            under_way=any(one.state is ExportState.WAITING for one in found),
        )

    async def ask(_request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await ask_for_export(connection, actor, clock)
        answer = RedirectResponse(PATH, 303)
        notices.leave(answer, "retention.notice.export_asked")
        return answer

    async def fetch(request: Request, actor: Actor) -> Response:
        try:
            export_id = UUID(request.path_params["export_id"])
        except ValueError:
            raise Refusal(codes.WHOLE_EXPORT_UNKNOWN, status=404) from None
        found, pieces = await fetch_export(pool, actor, clock, export_id)
        name = f"全データ_{found.asked_at.astimezone(JST):%Y%m%d_%H%M}.zip"
        headers = {**saved_as(name), "Content-Length": str(found.size)}
        return StreamingResponse(pieces, media_type="application/zip", headers=headers)

    return [
        Route(PATH, door(pages, sessions, show), methods=["GET"]),
        Route(PATH, door(pages, sessions, ask), methods=["POST"]),
        Route(f"{PATH}/{{export_id}}/file", door(pages, sessions, fetch), methods=["GET"]),
    ]
