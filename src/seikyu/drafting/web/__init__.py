"""The screens of drafts: the editor, what stands before issuing, the lists of drafts and templates."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.drafting.web import attaching, beginning, editing, issuing, listing, live, monthly
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/invoices/new`, `/seller/drafts…`, `/seller/templates…`; before the invoices' own paths."""
    return [
        *beginning.routes(pool, clock, pages, sessions),
        *listing.routes(pool, clock, pages, sessions),
        *monthly.routes(pool, clock, pages, sessions),
        *issuing.routes(pool, clock, pages, sessions),
        *live.routes(pool, clock, pages, sessions),
        *attaching.routes(pool, clock, pages, sessions),
        *editing.routes(pool, clock, pages, sessions),
    ]
