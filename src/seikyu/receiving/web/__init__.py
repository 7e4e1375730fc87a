"""The buyer's screens: the inbox, one received invoice, its PDF, marking as done, sending back."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.receiving.web import approving, reading, sending_back, together
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/invoices…`; mails that sending back writes point below `base_url`."""
    return [
        *approving.routes(pool, clock, pages, sessions),
        *reading.routes(pool, clock, pages, sessions),
        *together.routes(pool, clock, pages, sessions),
        *sending_back.routes(pool, clock, pages, sessions, base_url),
    ]
