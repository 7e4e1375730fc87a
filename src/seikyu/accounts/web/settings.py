"""`/settings`: all settings on one page, by whose they are."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.ui.doors import door
from seikyu.ui.navigation import ALL_SETTINGS, SETTINGS, links
from seikyu.ui.pages import Pages


def routes(pages: Pages, sessions: Sessions) -> list[Route]:
    """The page where every setting is found."""

    async def show(request: Request, _actor: Actor) -> Response:
        groups = {name: links(request.url.path, found) for name, found in SETTINGS.items()}
        return pages.render(request, "accounts/settings.html", groups=groups)

    return [Route(ALL_SETTINGS, door(pages, sessions, show), methods=["GET"])]
