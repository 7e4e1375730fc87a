"""The settings of approval: routes and groups, which administrators change; everybody's own absences."""

from collections.abc import Sequence

from starlette.routing import Route

from seikyu.accounts.sessions import Sessions
from seikyu.approvals.web import absence, groups, route_list, routes
from seikyu.approvals.web.sides import SELLER, SideScreen
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages


def screens(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, sides: Sequence[SideScreen] = (SELLER,)
) -> list[Route]:
    """`/settings/approvals…`, `/settings/groups…` and `/settings/absence…`."""
    return [
        *route_list.screens(pool, clock, pages, sessions, sides),
        *routes.screens(pool, clock, pages, sessions, sides),
        *groups.screens(pool, clock, pages, sessions),
        *absence.screens(pool, clock, pages, sessions),
    ]
