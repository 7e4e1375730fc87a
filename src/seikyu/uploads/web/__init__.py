"""The screens of uploads: a file, what its columns mean, what is wrong in its cells, how far it has come."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages
from seikyu.uploads.web import adding, choosing, keeping, one


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/uploads…`."""
    return [
        *adding.routes(pool, clock, pages, sessions),
        *keeping.routes(pool, clock, pages, sessions),
        *choosing.routes(pool, clock, pages, sessions),
        *one.routes(pool, clock, pages, sessions),
    ]
