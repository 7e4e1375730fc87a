"""The screens of payments: what is due, a run before it is made, and the runs."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.payments.web import due, runs
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/payments…`."""
    return [*due.routes(pool, clock, pages, sessions), *runs.routes(pool, clock, pages, sessions)]
