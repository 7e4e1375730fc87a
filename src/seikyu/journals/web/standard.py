"""Taking over the usual masters from the screen of a company that has none."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.journals.actions.take_standard import take_standard
from seikyu.journals.masters import ACCOUNTS, SCREENS, TAX_CATEGORIES
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

STANDARD = SCREENS + "standard"
OFFERS = {ACCOUNTS.name: STANDARD, TAX_CATEGORIES.name: STANDARD}
"""Offered on the screens of these masters."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/masters/standard`."""

    async def take(_request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            taken = await take_standard(connection, actor, clock)
        answer = RedirectResponse(SCREENS + ACCOUNTS.name, 303)
        notices.leave(answer, "journals.notice.standard" if taken else "journals.notice.standard_there")
        return answer

    return [Route(STANDARD, door(pages, sessions, take), methods=["POST"])]
