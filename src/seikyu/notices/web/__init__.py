"""The screens of payment notices: the buyer's, the supplier's, and the ways in at the file server."""

from starlette.routing import Route

from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.notices.web import accounts, buying, entering, making, selling
from seikyu.ui.pages import Pages


def routes(
    pool: Pool, clock: Clock, passwords: Passwords, pages: Pages, sessions: Sessions, base_url: str
) -> list[Route]:
    """`/buyer/notices…`, `/seller/notices…`, `/settings/files…`."""
    return [
        *making.routes(pool, clock, pages, sessions),
        *entering.routes(pool, clock, pages, sessions),
        *buying.routes(pool, clock, pages, sessions),
        *selling.routes(pool, clock, pages, sessions, base_url),
        *accounts.routes(pool, clock, passwords, pages, sessions),
    ]
