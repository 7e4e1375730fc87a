"""Signing up free by an invitation: the form, and the first login."""

import asyncpg
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Company
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, read_form
from seikyu.invitations.actions.sign_up import SignUp, sign_up
from seikyu.invitations.model import Found, Method
from seikyu.invitations.web.invited import home_of, invited, key_of, kind_of
from seikyu.invitations.web.sign_up_form import NAMES, read, shown
from seikyu.issuing.ways import IntoInbox
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/invitations/{key}/sign-up"


def routes(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    pages: Pages,
    sessions: Sessions,
    into_inbox: IntoInbox,
    base_url: str,
) -> list[Route]:
    """`/invitations/{key}/sign-up`."""

    def page(
        request: Request,
        found: Found,
        inviter: Company,
        given: dict[str, str],
        problems: dict[str, str],
        status: int = 200,
    ) -> Response:
        words = pages.words(request)
        return pages.render(
            request,
            "invitations/sign_up.html",
            status,
            path=f"/invitations/{key_of(request)}",
            kind=kind_of(found),
            inviter=inviter.name,
            groups=shown(given, problems, words),
            problems=list(problems.items()),
        )

    async def ask(request: Request, found: Found, inviter: Company) -> Response:
        invitation, given = found.invitation, dict.fromkeys(NAMES, "")
        given["company_name"] = invitation.partner_name
        if invitation.method is Method.EMAIL:
            given["pfid"] = invitation.recipient
        return page(request, found, inviter, given, {})

    async def take(request: Request, found: Found, inviter: Company) -> Response:
        form, words = await read_form(request), pages.words(request)
        wanted, password, problems = read(form, words)
        if wanted is None:
            return page(request, found, inviter, _given(form), problems, 400)
        async with passwords.slot():
            hashed = await passwords.hash(password)
        try:
            answer = await _sign_up(request, found, wanted, hashed)
        except asyncpg.UniqueViolationError:
            taken = {"pfid": words("invitations.signing_up.taken")}
            return page(request, found, inviter, _given(form), taken, 400)
        except Refusal as refusal:
            if refusal.code is not codes.INVITATION_OVER:
                raise
            return RedirectResponse(f"/invitations/{key_of(request)}", 303)
        return answer

    async def _sign_up(request: Request, found: Found, wanted: SignUp, hashed: str) -> Response:
        async with transaction(pool, None) as connection:
            key = key_of(request)
            user = await sign_up(connection, clock(), base_url, into_inbox, key, wanted, hashed)
        answer = RedirectResponse(home_of(found), 303)
        await sessions.begin(request, user, answer)
        notices.leave(answer, f"invitations.notice.{kind_of(found)}signed_up")
        return answer

    return [
        Route(PATH, invited(pool, clock, pages, ask), methods=["GET"]),
        Route(PATH, invited(pool, clock, pages, take), methods=["POST"]),
    ]


def _given(form: Fields) -> dict[str, str]:
    # Passwords are never sent back to a page.
    return {name: form.get(name, [""])[0] for name in NAMES}
