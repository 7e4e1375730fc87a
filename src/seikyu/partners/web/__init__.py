"""The screens of the seller's masters: customers, publishers, bank accounts."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.accounts.selling import selling_rules
from seikyu.accounts.sessions import Sessions
from seikyu.audit.queries import history
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.partners import screen_queries
from seikyu.partners.actions.state import Done, Faulty, Shared, find, remove, state
from seikyu.partners.keeping import CUSTOMERS
from seikyu.partners.queries import FindInUse
from seikyu.partners.terms import AS_THE_COMPANY, terms
from seikyu.partners.web.form import Around, form_view, told
from seikyu.partners.web.listing import list_view, read_listing, sorts
from seikyu.partners.web.screens import ALL, MasterScreen
from seikyu.partners.web.typed import fill, finds, read_typed, stamp_of, typed_from, typed_of
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

TEMPLATE = "partners/master.html"


LayoutNames = Callable[[Connection, int], Awaitable[Mapping[UUID, str]]]
"""The layouts a company has, for its customers to be given one."""


def routes(
    pool: Pool,
    clock: Clock,
    pages: Pages,
    sessions: Sessions,
    find_in_use: FindInUse,
    layout_names: LayoutNames,
) -> list[Route]:
    """`/seller/customers…`, `/seller/publishers…`, `/seller/banks…`."""
    screens = MasterScreens(pool, clock, pages, find_in_use, layout_names)
    return [
        route
        for screen in ALL
        for path, handler, method in (
            ("", screens.list, "GET"),
            ("/new", screens.new, "GET"),
            ("/new", screens.save, "POST"),
            ("/{master_id}", screens.show, "GET"),
            ("/{master_id}", screens.save, "POST"),
            ("/{master_id}/delete", screens.delete, "POST"),
        )
        for route in (
            Route(screen.path + path, door(pages, sessions, partial(handler, screen)), methods=[method]),
        )
    ]


class MasterScreens:
    """The handlers and what they all need."""

    def __init__(
        self, pool: Pool, clock: Clock, pages: Pages, find_in_use: FindInUse, layout_names: LayoutNames
    ) -> None:
        self._pool, self._clock, self._pages, self._find_in_use = pool, clock, pages, find_in_use
        self._layout_names = layout_names

    async def list(self, screen: MasterScreen, request: Request, actor: Actor) -> Response:
        """The list."""
        owner, words, kind = actor.company.company_id, self._pages.words(request), screen.stating.masters.kind
        listing = read_listing(screen, request, words)
        async with transaction(self._pool, owner) as connection:
            total = await screen_queries.count(connection, owner, kind, listing.sought)
            window = listing.window(total)
            found = await screen_queries.page(connection, owner, kind, listing.sought, window, sorts(screen))
        page = list_view(screen, listing, total, found, words)
        return self._pages.render(request, "partners/list.html", page=page)

    async def new(self, screen: MasterScreen, request: Request, actor: Actor) -> Response:
        """An empty form."""
        async with transaction(self._pool, actor.company.company_id) as connection:
            around = await self._around(connection, actor, screen, None)
        page = form_view(screen, None, {}, around, self._pages.words(request), seen="")
        return self._pages.render(request, TEMPLATE, page=page)

    async def show(self, screen: MasterScreen, request: Request, actor: Actor) -> Response:
        """A master in its form."""
        owner, own = actor.company.company_id, _own(screen, request)
        async with transaction(self._pool, owner) as connection:
            known = await find(connection, owner, screen.stating, own)
            around = await self._around(connection, actor, screen, own)
        typed = typed_from(screen, known, around.terms, around.employees)
        words = self._pages.words(request)
        page = form_view(screen, known, typed, around, words, seen=stamp_of(known, around.terms))
        return self._pages.render(request, TEMPLATE, page=page)

    async def save(self, screen: MasterScreen, request: Request, actor: Actor) -> Response:
        """Register or change a master, or fill in what follows from a code."""
        owner, own = actor.company.company_id, _own(screen, request) if request.path_params else None
        form = await read_form(request)
        typed, asked = typed_of(screen, form), first(form, "fill")
        outcome: Done | Faulty | Shared | None = None
        async with transaction(self._pool, owner) as connection:
            known = None if own is None else await find(connection, owner, screen.stating, own)
            around = await self._around(connection, actor, screen, own)
            if not asked:
                stated = read_typed(screen, typed, form, known, around.employees, around.layouts)
                outcome = await state(connection, actor, self._clock, screen.stating, stated, own)
        words, seen = self._pages.words(request), first(form, "seen")
        show = partial(form_view, screen, known, typed, around, words)
        match outcome:
            case None:
                filled, found = fill(typed, asked), finds(typed, asked)
                page = form_view(screen, known, filled, around, words, seen=seen, nothing_found=not found)
                return self._pages.render(request, TEMPLATE, page=page)
            case Done(master_id):
                answer = RedirectResponse(f"{screen.path}/{master_id}", 303)
                notices.leave(answer, f"partners.notice.{'registered' if own is None else 'changed'}")
                return answer
            case Faulty(faults):
                overtaken = any(fault.code is codes.EDITED_MEANWHILE for fault in faults)
                seen = stamp_of(known, around.terms) if overtaken else seen
                page = show(seen=seen, wrong=told(screen, faults, words))
                return self._pages.render(request, TEMPLATE, 409 if overtaken else 400, page=page)
            case Shared(code):
                return self._pages.render(request, TEMPLATE, 409, page=show(seen=seen, double=code))

    async def delete(self, screen: MasterScreen, request: Request, actor: Actor) -> Response:
        """Delete a master."""
        owner, own = actor.company.company_id, _own(screen, request)
        async with transaction(self._pool, owner) as connection:
            await remove(connection, actor, self._clock, self._find_in_use, screen.stating, own)
        answer = RedirectResponse(screen.path, 303)
        notices.leave(answer, "partners.notice.deleted")
        return answer

    async def _around(
        self, connection: Connection, actor: Actor, screen: MasterScreen, own: UUID | None
    ) -> Around:
        owner, stating = actor.company.company_id, screen.stating
        events = (
            [] if own is None else await history(connection, owner, stating.masters.kind.subject, str(own))
        )
        if stating.masters is not CUSTOMERS:
            return Around(events=events)
        return Around(
            await users_of(connection, owner),
            await selling_rules(connection, owner),
            AS_THE_COMPANY if own is None else await terms(connection, owner, own),
            events,
            await self._layout_names(connection, owner),
        )


def _own(screen: MasterScreen, request: Request) -> UUID:
    try:
        return UUID(request.path_params["master_id"])
    except ValueError:
        raise Refusal(codes.MASTER_NOT_THERE, status=404, label=screen.stating.label) from None
