"""`/seller/posting…`: the screens of letters, for companies with one of the two options."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.posting.web import batches, letters, own, settings, waiting
from seikyu.ui.pages import Pages


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, *, handed: bool, max_body_bytes: int
) -> list[Route]:
    """All of them; `handed` says whether this installation hands batches to a mail house itself."""
    return [
        *waiting.routes(pool, clock, pages, sessions),
        *own.routes(pool, clock, pages, sessions),
        *batches.routes(pool, clock, pages, sessions, handed=handed, max_body_bytes=max_body_bytes),
        *letters.routes(pool, clock, pages, sessions),
        *settings.routes(pool, clock, pages, sessions),
    ]
