"""The mappings that a company keeps: their list, changing one, forgetting one."""

from dataclasses import replace
from uuid import UUID

from asyncpg import UniqueViolationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, read_form
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.uploads import queries
from seikyu.uploads.actions import keep_mapping
from seikyu.uploads.web.editor import FIELDS, Sent, editor, read_editor
from seikyu.uploads.web.finding import LIST, find_mapping, id_in_path
from seikyu.wire import codes
from seikyu.wire.faults import Fault

MAPPINGS = f"{LIST}/mappings"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/uploads/mappings…`."""

    async def show_list(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            found = await queries.mappings(connection, owner)
        rows = [
            (
                f"{MAPPINGS}/{saved.mapping_id}",
                saved.name,
                f"{len(saved.mapping.column_of):,} / {len(saved.heads):,}",
                moment(saved.updated_at),
            )
            for saved in found
        ]
        return pages.render(request, "uploads/mappings.html", rows=rows)

    async def ask(request: Request, actor: Actor) -> Response:
        return await form(request, actor, None)

    async def form(request: Request, actor: Actor, sent: Sent | None) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            saved = await find_mapping(connection, owner, _id(request))
        mapping, name, faults = saved.mapping, saved.name, list(sent.faults) if sent else []
        if sent is not None:
            mapping, name = sent.mapping, sent.name or ""
        shown = editor(saved.heads, [], mapping, name, faults, pages.words(request))
        action = f"{MAPPINGS}/{saved.mapping_id}"
        status = 400 if faults else 200
        return pages.render(request, "uploads/saved.html", status, page=shown, name=saved.name, action=action)

    async def change(request: Request, actor: Actor) -> Response:
        sent = await _change(pool, actor, clock, _id(request), await read_form(request, FIELDS))
        return await form(request, actor, sent) if sent.faults else _back("uploads.notice.mapping_changed")

    async def forget(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await keep_mapping.forget(connection, actor, clock, _id(request))
        return _back("uploads.notice.mapping_deleted")

    one = f"{MAPPINGS}/{{id}}"
    return [
        Route(MAPPINGS, door(pages, sessions, show_list), methods=["GET"]),
        Route(one, door(pages, sessions, ask), methods=["GET"]),
        Route(one, door(pages, sessions, change), methods=["POST"]),
        Route(f"{one}/delete", door(pages, sessions, forget), methods=["POST"]),
    ]


async def _change(pool: Pool, actor: Actor, clock: Clock, mapping_id: UUID, fields: Fields) -> Sent:
    """What was sent, with what kept it from being done."""
    owner = actor.company.company_id
    try:
        async with transaction(pool, owner) as connection:
            saved = await find_mapping(connection, owner, mapping_id)
            sent = read_editor(fields, len(saved.heads))
            if sent.name is None:
                nameless = Fault("name", codes.REQUIRED, {"label": "名前"})
                return sent if sent.faults else replace(sent, faults=[nameless])
            if not sent.faults:
                changed = replace(saved, name=sent.name, mapping=sent.mapping, updated_at=clock())
                await keep_mapping.change(connection, actor, clock, changed)
            return sent
    except UniqueViolationError:
        return replace(
            read_editor(fields, len(saved.heads)), faults=[Fault("name", codes.MAPPING_NAME_TAKEN)]
        )


def _id(request: Request) -> UUID:
    return id_in_path(request, codes.MAPPING_UNKNOWN)


def _back(notice: str) -> Response:
    answer = RedirectResponse(MAPPINGS, 303)
    notices.leave(answer, notice)
    return answer
