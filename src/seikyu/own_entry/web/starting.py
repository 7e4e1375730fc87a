"""Where own entries begin: one by one, or many from a file."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

OWN = "/buyer/own"


def routes(clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own` and `/buyer/own/new`."""

    async def begin(_request: Request, _actor: Actor) -> Response:
        return RedirectResponse(f"{OWN}/entries/{new_id(clock())}", 303)

    return [Route(f"{OWN}/new", door(pages, sessions, begin), methods=["GET"])]
