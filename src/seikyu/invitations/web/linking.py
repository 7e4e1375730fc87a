"""Linking the company one already has: logged in as its administrator, seeing which company it is."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Company
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.invitations.actions.accept import accept
from seikyu.invitations.model import Found
from seikyu.invitations.web.invited import home_of, invited, key_of, kind_of
from seikyu.issuing.ways import IntoInbox
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import Endpoint, door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LINK = "/invitations/{key}/link"

Knowing = Callable[[Request, Actor, Found, Company], Awaitable[Response]]
"""A page of an open invitation for somebody who is logged in."""


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, into_inbox: IntoInbox, base_url: str
) -> list[Route]:
    """`/invitations/{key}/link`."""

    def known(handler: Knowing) -> Endpoint:
        async def entered(request: Request, actor: Actor) -> Response:
            async def inside(request: Request, found: Found, inviter: Company) -> Response:
                return await handler(request, actor, found, inviter)

            return await invited(pool, clock, pages, inside)(request)

        return door(pages, sessions, entered)

    async def ask(request: Request, actor: Actor, found: Found, inviter: Company) -> Response:
        hindrance = ""
        if found.inviter == actor.company.company_id:
            hindrance = "own"
        elif not actor.administrator:
            hindrance = "not_administrator"
        return pages.render(
            request,
            "invitations/link.html",
            path=f"/invitations/{key_of(request)}",
            inviter=inviter.name,
            partner=found.invitation.partner_name,
            company=actor.company.name,
            person=actor.name,
            hindrance=hindrance,
            kind=kind_of(found),
        )

    async def link(request: Request, actor: Actor, found: Found, _inviter: Company) -> Response:
        key = key_of(request)
        try:
            async with transaction(pool, None) as connection:
                await accept(connection, actor, clock(), base_url, into_inbox, key)
        except Refusal as refusal:
            if refusal.code is not codes.INVITATION_OVER:
                raise
            return RedirectResponse(f"/invitations/{key}", 303)
        answer = RedirectResponse(home_of(found), 303)
        notices.leave(answer, f"invitations.notice.{kind_of(found)}linked")
        return answer

    return [Route(LINK, known(ask), methods=["GET"]), Route(LINK, known(link), methods=["POST"])]
