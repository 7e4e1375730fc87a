"""The screens of accounts: logging in, one's password and other factors, the company and its people."""

from starlette.routing import Route

from seikyu.accounts.actions.set_password import EndTokens
from seikyu.accounts.passkeys import relying_of
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.accounts.web import (
    company,
    enrol,
    login,
    own_factors,
    password,
    second,
    security,
    settings,
    users,
)
from seikyu.accounts.web.entrance import Entrance
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.seals import Seals
from seikyu.ui.pages import Pages


def routes(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    sessions: Sessions,
    pages: Pages,
    base_url: str,
    end_tokens: EndTokens,
    seals: Seals,
) -> list[Route]:
    """`/login…`, `/logout`, `/password/new` and `/settings/…`; a new password ends a person's tokens."""
    entrance = Entrance(pool, clock, seals, sessions, pages, relying_of(base_url))
    return [
        *login.routes(entrance, passwords),
        *second.routes(entrance),
        *enrol.routes(entrance),
        *security.routes(entrance),
        *own_factors.routes(entrance),
        *settings.routes(pages, sessions),
        *company.routes(pool, clock, pages, sessions),
        *users.routes(pool, clock, pages, sessions, base_url, end_tokens),
        *password.routes(pool, clock, passwords, sessions, pages, end_tokens),
    ]
