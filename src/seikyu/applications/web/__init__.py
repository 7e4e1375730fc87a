"""API連携 on screen: asking for access, programs, their secrets and tokens, and what they called."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.applications.web import applying, calls, overview, program, registering, secret
from seikyu.applications.web.place import Place
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.settings import Environment
from seikyu.ui.pages import Pages


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, environment: Environment
) -> list[Route]:
    """`/settings/api…`."""
    place = Place(pool, clock, pages, sessions, environment)
    return [
        *overview.routes(place),
        *applying.routes(place),
        *registering.routes(place),
        *program.routes(place),
        *secret.routes(place),
        *calls.routes(place),
    ]
