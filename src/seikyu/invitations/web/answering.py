"""The page of an invitation, and declining it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Company
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.invitations.actions.decline import decline
from seikyu.invitations.model import REASON_LENGTH, Found
from seikyu.invitations.web.invited import invited, key_of, kind_of
from seikyu.kit.clock import Clock
from seikyu.kit.jst import JST
from seikyu.ui.format import long_day
from seikyu.ui.pages import Pages

PATH = "/invitations"
ONE = f"{PATH}/{{key}}"


def routes(pool: Pool, clock: Clock, pages: Pages, base_url: str) -> list[Route]:
    """`/invitations/{key}` and `…/decline`."""

    def page(
        request: Request, found: Found, inviter: Company, problem: str = "", reason: str = ""
    ) -> Response:
        words, invitation = pages.words(request), found.invitation
        until = long_day(invitation.expires_at.astimezone(JST).date(), words.language)
        return pages.render(
            request,
            "invitations/invitation.html",
            400 if problem else 200,
            path=f"{PATH}/{key_of(request)}",
            title=words("invitations.page.title", inviter=inviter.name),
            kind=kind_of(found),
            inviter=inviter.name,
            registration=inviter.registration_number or "",
            partner=invitation.partner_name,
            until=until,
            limit=REASON_LENGTH,
            reason=reason,
            problem=problem,
        )

    async def show(request: Request, found: Found, inviter: Company) -> Response:
        return page(request, found, inviter)

    async def refuse(request: Request, found: Found, inviter: Company) -> Response:
        reason = first(await read_form(request), "reason").strip()
        if len(reason) > REASON_LENGTH:
            problem = pages.words(request)("invitations.declining.too_long", limit=REASON_LENGTH)
            return page(request, found, inviter, problem, reason)
        async with transaction(pool, None) as connection:
            await decline(connection, clock(), base_url, key_of(request), reason or None)
        return RedirectResponse(f"{PATH}/{key_of(request)}", 303)

    return [
        Route(ONE, invited(pool, clock, pages, show), methods=["GET"]),
        Route(f"{ONE}/decline", invited(pool, clock, pages, refuse), methods=["POST"]),
    ]
