"""The screens of layouts: the list, and one layout in its form beside a picture of what it makes."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.selling import selling_rules
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form_with_files, read_query
from seikyu.invoices.layout import DEFAULT
from seikyu.kit.clock import Clock
from seikyu.layouts import queries
from seikyu.layouts.actions.delete import delete
from seikyu.layouts.actions.keep import change, create
from seikyu.layouts.actions.make_usual import make_usual
from seikyu.layouts.model import Draft
from seikyu.layouts.rules import COLOUR
from seikyu.layouts.web import pictures
from seikyu.layouts.web.listing import list_view
from seikyu.layouts.web.page import PATH, Around, page_of
from seikyu.layouts.web.pictures import Studio
from seikyu.layouts.web.typed import Typed, draft_of, moved, typed_from, typed_of
from seikyu.pdf.press import Press
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

MOST_BYTES = 4 * 1024 * 1024
MOST_FIELDS = 250
RECENT = 5
ONE = PATH + "/{layout_id}"


def routes(pool: Pool, clock: Clock, press: Press, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/settings/layouts…`."""
    screens = LayoutScreens(Studio(pool, clock, press), pages)
    found = (
        (PATH, screens.list, "GET"),
        (PATH + "/usual", screens.ordinary, "POST"),
        (PATH + "/new", screens.new, "GET"),
        (PATH + "/new", screens.take, "POST"),
        (pictures.PATH, screens.picture, "GET"),
        (ONE, screens.show, "GET"),
        (ONE, screens.take, "POST"),
        (ONE + "/usual", screens.make_usual, "POST"),
        (ONE + "/delete", screens.delete, "POST"),
    )
    return [Route(path, door(pages, sessions, handler), methods=[method]) for path, handler, method in found]


class LayoutScreens:
    """The handlers and what they all need."""

    def __init__(self, studio: Studio, pages: Pages) -> None:
        self._studio, self._pages = studio, pages
        self._pool, self._clock = studio.pool, studio.clock

    async def list(self, request: Request, actor: Actor) -> Response:
        """The list."""
        async with transaction(self._pool, actor.company.company_id) as connection:
            found = await queries.layouts(connection, actor.company.company_id)
        page = list_view(found, self._pages.words(request), may_change=actor.administrator)
        return self._pages.render(request, "layouts/list.html", page=page)

    async def new(self, request: Request, actor: Actor) -> Response:
        """The form of a new layout, like the ordinary one or one that is kept."""
        source = first(read_query(request), "from")
        settings = DEFAULT
        if source:
            async with transaction(self._pool, actor.company.company_id) as connection:
                kept = await queries.one(connection, actor.company.company_id, _id(source))
            if kept is None:
                raise Refusal(codes.LAYOUT_MISSING, status=404)
            settings = kept.settings
        return await self._page(request, actor, typed_from(Draft("", "", settings)), None)

    async def show(self, request: Request, actor: Actor) -> Response:
        """A layout in its form, in its newest version or another."""
        layout_id = _id(request.path_params["layout_id"])
        asked = first(read_query(request), "version")
        version = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len("1000000") else None
        async with transaction(self._pool, actor.company.company_id) as connection:
            kept = await queries.one(connection, actor.company.company_id, layout_id, version)
        if kept is None:
            raise Refusal(codes.LAYOUT_MISSING, status=404)
        typed = typed_from(Draft(kept.code, kept.name, kept.settings))
        return await self._page(request, actor, typed, layout_id, shown=version)

    async def take(self, request: Request, actor: Actor) -> Response:
        """Keep what was sent, or show it again: with its picture, or with something moved."""
        administrators_only(actor)
        given = request.path_params.get("layout_id")
        layout_id = None if given is None else _id(given)
        form, files = await read_form_with_files(request, MOST_BYTES, MOST_FIELDS)
        typed, faults = await pictures.with_images(self._studio, actor, form, files, typed_of(form))
        done = first(form, "do")
        typed = moved(typed, done)
        draft, wrong = draft_of(typed)
        faults += wrong
        keeps = done in {"", "save"} and "hx-request" not in request.headers
        if keeps and not faults:
            try:
                return await self._keep(actor, layout_id, form, draft)
            except Rejected as rejected:
                faults += rejected.faults
            except Refusal as refusal:
                if refusal.code is not codes.LAYOUT_CHANGED:
                    raise
                faults.append(refusal.fault)
        return await self._page(
            request, actor, typed, layout_id, faults=faults, status=400 if keeps and faults else 200
        )

    async def make_usual(self, request: Request, actor: Actor) -> Response:
        """Make a layout the company's usual one."""
        return await self._set_usual(actor, _id(request.path_params["layout_id"]))

    async def ordinary(self, _request: Request, actor: Actor) -> Response:
        """Let the ordinary layout be the usual one again."""
        return await self._set_usual(actor, None)

    async def delete(self, request: Request, actor: Actor) -> Response:
        """Delete a layout."""
        layout_id = _id(request.path_params["layout_id"])
        async with transaction(self._pool, actor.company.company_id) as connection:
            await delete(connection, actor, self._clock, layout_id)
        return _back(PATH, "deleted")

    async def picture(self, request: Request, actor: Actor) -> Response:
        """A page of an invoice in the settings of the address."""
        return await pictures.answer(self._studio, request, actor)

    async def _keep(self, actor: Actor, layout_id: UUID | None, form: Fields, draft: Draft) -> Response:
        async with transaction(self._pool, actor.company.company_id) as connection:
            if layout_id is None:
                layout_id = await create(connection, actor, self._clock, draft)
                return _back(f"{PATH}/{layout_id}", "made")
            seen = first(form, "seen")
            version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len("1000000") else 0
            await change(connection, actor, self._clock, layout_id, version, draft)
        return _back(f"{PATH}/{layout_id}", "changed")

    async def _set_usual(self, actor: Actor, layout_id: UUID | None) -> Response:
        async with transaction(self._pool, actor.company.company_id) as connection:
            await make_usual(connection, actor, self._clock, layout_id)
        return _back(PATH, "usual" if layout_id else "ordinary")

    async def _page(
        self,
        request: Request,
        actor: Actor,
        typed: Typed,
        layout_id: UUID | None,
        *,
        faults: Sequence[Fault] = (),
        shown: int | None = None,
        status: int = 200,
    ) -> Response:
        owner = actor.company.company_id
        async with transaction(self._pool, owner) as connection:
            kept = None if layout_id is None else await queries.one(connection, owner, layout_id)
            if layout_id is not None and kept is None:
                raise Refusal(codes.LAYOUT_MISSING, status=404)
            around = Around(
                kept,
                [] if layout_id is None else await queries.versions(connection, owner, layout_id),
                await queries.recent_invoices(connection, owner, RECENT),
                layout_id is not None and (await selling_rules(connection, owner)).layout_id == layout_id,
                actor.administrator,
                shown,
            )
        layout = draft_of(typed)[0].layout
        drawable = COLOUR.fullmatch(layout.accent)
        hrefs = await pictures.addresses(self._studio, actor, layout, typed.get("of", "")) if drawable else []
        page = page_of(typed, around, hrefs, self._pages.words(request), faults)
        return self._pages.render(request, "layouts/layout.html", status, page=page)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(codes.LAYOUT_MISSING, status=404) from None


def _back(path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"layouts.notice.{notice}")
    return answer
