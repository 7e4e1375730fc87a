"""The runs that were made."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.payments import queries
from seikyu.payments.actions.make import move
from seikyu.payments.files import file_answer
from seikyu.payments.model import Run, RunState
from seikyu.payments.web.paths import ONE, RUNS
from seikyu.payments.web.views import run_row, run_view
from seikyu.storage import objects
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/payments/runs…`."""

    async def show_runs(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.runs(connection, actor.company.company_id)
        words = pages.words(request)
        return pages.render(request, "payments/runs.html", rows=[run_row(run, words) for run in found])

    async def show_run(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            run = await _found(connection, owner, request)
            items = await queries.items(connection, owner, run.run_id)
        page = run_view(run, items, pages.words(request), may=actor.administrator)
        return pages.render(request, "payments/run.html", page=page)

    async def file(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            run = await _found(connection, owner, request)
            stored = await objects.get(connection, owner, run.file_sha256)
        if stored is None:
            raise LookupError(f"the file of run {run.run_id} is gone")
        return file_answer(await objects.content(pool, stored), run.pay_day.isoformat())

    async def send(request: Request, actor: Actor) -> Response:
        return await _moved(request, actor, RunState.SENT)

    async def cancel(request: Request, actor: Actor) -> Response:
        return await _moved(request, actor, RunState.CANCELLED)

    async def _moved(request: Request, actor: Actor, state: RunState) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            run = await _found(connection, owner, request)
            await move(connection, actor, clock, run.run_id, state)
        answer = RedirectResponse(f"{RUNS}/{run.run_id}", 303)
        notices.leave(answer, f"payments.notice.{state.value}")
        return answer

    return [
        Route(RUNS, door(pages, sessions, show_runs), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_run), methods=["GET"]),
        Route(f"{ONE}/file", door(pages, sessions, file), methods=["GET"]),
        Route(f"{ONE}/sent", door(pages, sessions, send), methods=["POST"]),
        Route(f"{ONE}/cancel", door(pages, sessions, cancel), methods=["POST"]),
    ]


async def _found(connection: Connection, owner: int, request: Request) -> Run:
    run_id: UUID = request.path_params["run_id"]
    run = await queries.run(connection, owner, run_id)
    if run is None:
        raise Refusal(codes.RUN_UNKNOWN, status=404)
    return run
