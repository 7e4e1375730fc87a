"""The buyer's screens: the inbox, one received invoice, its PDF, and sending it back."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.receiving.web import reading, sending_back
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/buyer/invoices…`; mails that sending back writes point below `base_url`."""
    return [
        *reading.routes(pool, clock, pages, sessions),
        *sending_back.routes(pool, clock, pages, sessions, base_url),
    ]
