"""`/settings/retention…` and `/settings/export…`: keeping, holds, removal, taking everything along."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.retention.web import holds, keeping, over, taking
from seikyu.retention.web.beside import beside
from seikyu.ui.pages import Pages

__all__ = ["beside", "routes"]


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """All of them are for administrators; mails point below `base_url`."""
    return [
        *keeping.routes(pool, clock, pages, sessions),
        *holds.routes(pool, clock, pages, sessions),
        *over.routes(pool, clock, pages, sessions, base_url),
        *taking.routes(pool, clock, pages, sessions),
    ]
