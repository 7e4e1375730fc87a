"""The screens of accounts: logging in, one's password, the company and its people."""

from starlette.routing import Route

from seikyu.accounts.actions.set_password import EndTokens
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.accounts.web import company, login, password, users
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages


def routes(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    sessions: Sessions,
    pages: Pages,
    base_url: str,
    end_tokens: EndTokens,
) -> list[Route]:
    """`/login`, `/logout`, `/password/new` and `/settings/…`; a new password ends a person's tokens."""
    return [
        *login.routes(pool, clock, passwords, sessions, pages),
        *company.routes(pool, clock, pages, sessions),
        *users.routes(pool, clock, pages, sessions, base_url),
        *password.routes(pool, clock, passwords, sessions, pages, end_tokens),
    ]
