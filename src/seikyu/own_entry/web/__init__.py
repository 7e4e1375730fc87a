"""The screens of own invoices: entering, changing, making void; many from a file."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.own_entry.web import changing, entering, starting, voiding
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own…`."""
    return [
        *starting.routes(pool, clock, pages, sessions),
        *voiding.routes(pool, clock, pages, sessions),
        *changing.routes(pool, clock, pages, sessions),
        *entering.routes(pool, clock, pages, sessions),
    ]
