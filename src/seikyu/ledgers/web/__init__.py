"""The screens of exports to accounting: a new one with its preview, and those that were made."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.ledgers.actions.gather import Numbers
from seikyu.ledgers.web import making, past
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, paid: Numbers) -> list[Route]:
    """`/buyer/exports…`; `paid` tells which invoices a payment run pays."""
    return [
        *making.routes(pool, clock, pages, sessions, paid),
        *past.routes(pool, clock, pages, sessions),
    ]
