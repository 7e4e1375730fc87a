"""The buyer's screens: the inbox, one received invoice, its PDF, marking as done, sending back."""

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.invoices.deciding import routes as approvals
from seikyu.issuing.web.beside import SILENCE, Talk
from seikyu.kit.clock import Clock
from seikyu.receiving.web import approving, reading, sending_back, together
from seikyu.receiving.web.deciding import buyer_side
from seikyu.ui.pages import Pages


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str, talk: Talk = SILENCE
) -> list[Route]:
    """`/buyer/invoices…`; mails that sending back writes point below `base_url`.

    `talk` tells what the two parties of an invoice said about it.
    """
    return [
        *approving.routes(pool, clock, pages, sessions),
        *reading.routes(pool, clock, pages, sessions, talk),
        *together.routes(pool, clock, pages, sessions),
        *approvals.routes(pool, clock, pages, sessions, buyer_side(base_url)),
        *sending_back.routes(pool, clock, pages, sessions, base_url),
    ]
