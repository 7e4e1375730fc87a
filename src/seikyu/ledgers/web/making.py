"""A new export: asked for, looked at, made."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.ledgers.actions.gather import Numbers
from seikyu.ledgers.actions.make import make
from seikyu.ledgers.actions.prepare import prepare
from seikyu.ledgers.web.asking import read_asked
from seikyu.ledgers.web.paths import HERE, NEW
from seikyu.ledgers.web.views import new_page
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire.faults import Rejected


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, paid: Numbers) -> list[Route]:
    """`/buyer/exports/new`, and making what it shows."""

    async def show_new(request: Request, actor: Actor) -> Response:
        words, owner = pages.words(request), actor.company.company_id
        asked, prepared = read_asked(request, today(clock), words), None
        if asked.wish is not None:
            async with transaction(pool, owner) as connection:
                prepared = await prepare(connection, owner, clock, asked.wish, paid)
        return pages.render(request, "ledgers/new.html", page=new_page(asked, prepared, words))

    async def make_one(request: Request, actor: Actor) -> Response:
        asked = read_asked(request, today(clock), pages.words(request))
        if asked.wish is None:
            return RedirectResponse(asked.again, 303)
        try:
            async with transaction(pool, actor.company.company_id) as connection:
                export, _ = await make(connection, actor, clock, asked.wish, paid)
        except Rejected:
            # Something changed since it was looked at: the form shows all of it.
            return RedirectResponse(asked.again, 303)
        answer = RedirectResponse(f"{HERE}/{export.export_id}", 303)
        notices.leave(answer, "ledgers.notice.made")
        return answer

    return [
        Route(NEW, door(pages, sessions, show_new), methods=["GET"]),
        Route(HERE, door(pages, sessions, make_one), methods=["POST"]),
    ]
