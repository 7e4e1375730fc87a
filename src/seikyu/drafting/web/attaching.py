"""On screen: adding files to a draft, fetching one, taking one off."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments import queries as attachments
from seikyu.attachments.answers import file_answer
from seikyu.attachments.model import of_draft
from seikyu.attachments.uploads import attachment_in_path, read_form
from seikyu.db.pool import Pool, transaction
from seikyu.drafting.actions.attach import attach_files, take_off_file
from seikyu.drafting.entry import id_in
from seikyu.drafting.web.showing import open_draft, show_editor
from seikyu.kit.clock import Clock
from seikyu.storage import objects
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

FILES = "/seller/drafts/{draft_id}/attachments"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/drafts/{id}/attachments`, one of them, and `…/remove`."""

    async def add(request: Request, actor: Actor) -> Response:
        owner, draft_id = actor.company.company_id, id_in(request.path_params["draft_id"])
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, draft_id)
        try:
            files = await read_form(request)
            async with transaction(pool, owner) as connection:
                await attach_files(connection, actor, clock, draft.draft_id, files)
        except Rejected as rejected:
            language = pages.words(request).language
            problems = [fault.detail(language) for fault in rejected.faults]
            async with transaction(pool, owner) as connection:
                draft = await open_draft(connection, owner, draft_id)
                return await show_editor(connection, pages, request, actor, draft, file_problems=problems)
        return _done(request, "attachments.notice.added")

    async def fetch(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, id_in(request.path_params["draft_id"]))
            wanted = attachment_in_path(request)
            found = await attachments.of_subject(connection, owner, of_draft(draft.draft_id), wanted)
            if found is None:
                raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
            stored = await objects.get(connection, owner, found.sha256)
        return file_answer(found, await objects.content(pool, stored))

    async def take_off(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, id_in(request.path_params["draft_id"]))
            await take_off_file(connection, actor, clock, draft.draft_id, attachment_in_path(request))
        return _done(request, "attachments.notice.removed")

    return [
        Route(FILES, door(pages, sessions, add), methods=["POST"]),
        Route(f"{FILES}/{{attachment_id}}", door(pages, sessions, fetch), methods=["GET"]),
        Route(f"{FILES}/{{attachment_id}}/remove", door(pages, sessions, take_off), methods=["POST"]),
    ]


def _done(request: Request, notice: str) -> Response:
    answer = RedirectResponse(f"/seller/drafts/{request.path_params['draft_id']}#files", 303)
    notices.leave(answer, notice)
    return answer
