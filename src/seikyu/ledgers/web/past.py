"""The exports that were made: their files again, and taking one back."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.ledgers import queries
from seikyu.ledgers.actions.make import cancel
from seikyu.ledgers.files import file_answer
from seikyu.ledgers.model import Export
from seikyu.ledgers.web.paths import HERE, ONE
from seikyu.ledgers.web.views import export_page, export_row
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

NUMBERS_SHOWN = 200


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/exports` and each of them."""

    async def show_all(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.exports(connection, actor.company.company_id)
        words = pages.words(request)
        rows = [export_row(export, words) for export in found]
        return pages.render(request, "ledgers/exports.html", rows=rows)

    async def show_one(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            export = await _found(connection, owner, request)
            numbers = await queries.numbers_in(connection, owner, export.export_id, NUMBERS_SHOWN)
        page = export_page(export, numbers, pages.words(request), may=actor.administrator)
        return pages.render(request, "ledgers/export.html", page=page)

    async def file(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            export = await _found(connection, owner, request)
        return await file_answer(pool, owner, export)

    async def take_back(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            export = await _found(connection, owner, request)
            await cancel(connection, actor, clock, export)
        answer = RedirectResponse(f"{HERE}/{export.export_id}", 303)
        notices.leave(answer, "ledgers.notice.cancelled")
        return answer

    return [
        Route(HERE, door(pages, sessions, show_all), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/file", door(pages, sessions, file), methods=["GET"]),
        Route(f"{ONE}/cancel", door(pages, sessions, take_back), methods=["POST"]),
    ]


async def _found(connection: Connection, owner: int, request: Request) -> Export:
    export_id: UUID = request.path_params["export_id"]
    export = await queries.export(connection, owner, export_id)
    if export is None:
        raise Refusal(codes.EXPORT_UNKNOWN, status=404)
    return export
