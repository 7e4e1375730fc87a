"""The screens of slips: what is to be journalised, and the slip of one invoice."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.journals.queries import Exported
from seikyu.journals.web import entering, listing, standard
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, exported: Exported) -> list[Route]:
    """`/buyer/journals…`, `/buyer/invoices/{n}/journal…`, and taking over standard masters."""
    return [
        *listing.routes(pool, clock, pages, sessions),
        *entering.routes(pool, clock, pages, sessions, exported),
        *standard.routes(pool, clock, pages, sessions),
    ]
