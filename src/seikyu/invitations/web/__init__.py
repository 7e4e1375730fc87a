"""The screens of inviting: of the invited, of the seller, and of invoices that went out by mail."""

from starlette.routing import Route

from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.invitations.web import (
    answering,
    inviting,
    inviting_payees,
    letter_code,
    linking,
    managing,
    reading,
    signing_up,
)
from seikyu.issuing.ways import IntoInbox
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages


def routes(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    pages: Pages,
    sessions: Sessions,
    into_inbox: IntoInbox,
    *,
    base_url: str,
    secure: bool,
) -> list[Route]:
    """`/invitations…`, `/documents…`, `/seller/invitations…`, `/seller/customers/{customer_id}/invite`."""
    return [
        *signing_up.routes(pool, clock, passwords, pages, sessions, into_inbox, base_url),
        *linking.routes(pool, clock, pages, sessions, into_inbox, base_url),
        *letter_code.routes(pool, clock, pages),
        *answering.routes(pool, clock, pages, base_url),
        *reading.routes(pool, clock, pages, secure=secure),
        *managing.routes(pool, clock, pages, sessions, base_url),
        *inviting.routes(pool, clock, pages, sessions, base_url),
        *inviting_payees.routes(pool, clock, pages, sessions, base_url),
    ]
