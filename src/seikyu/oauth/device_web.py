"""The page where a person types the code a device shows, and decides about it (RFC 8628 §3.3)."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import SignedIn
from seikyu.accounts.sessions import Sessions, login_address
from seikyu.http.forms import first, read_form, read_query
from seikyu.oauth.abilities import abilities
from seikyu.oauth.actions.decide_device import Waiting, decide, look
from seikyu.oauth.paths import ENTER_CODE
from seikyu.oauth.provider import Caller, Provider
from seikyu.ui import notices
from seikyu.ui.doors import open_door
from seikyu.ui.pages import Pages, show_to

Screen = Callable[[Request, SignedIn], Awaitable[Response]]

DECIDED = {"allow": "oauth.notice.device_allow", "deny": "oauth.notice.device_deny"}


def routes(provider: Provider, sessions: Sessions, pages: Pages) -> list[Route]:
    """`/device?user_code=…`: the code, then what it is about, then the decision."""

    def screen(handler: Screen) -> Callable[[Request], Awaitable[Response]]:
        async def inside(request: Request) -> Response:
            signed_in = await sessions.signed_in(request)
            if signed_in is None:
                code = first(read_query(request), "user_code")
                back = f"{ENTER_CODE}?{urlencode({'user_code': code})}" if code else ENTER_CODE
                return RedirectResponse(login_address(back), 303)
            show_to(request, signed_in.user)
            return await handler(request, signed_in)

        return open_door(pages, inside)

    async def ask(request: Request, _signed_in: SignedIn) -> Response:
        # A code that came with the address is not looked up before the person has compared it.
        return _code_page(pages, request, first(read_query(request), "user_code"))

    async def answer(request: Request, signed_in: SignedIn) -> Response:
        form = await read_form(request)
        typed, decision = first(form, "user_code"), first(form, "decision")
        caller = Caller(address_of(request), request_id_of(request))
        waiting = await look(provider, caller, signed_in, typed)
        if waiting is None:
            return _code_page(pages, request, typed, wrong=True)
        if decision not in DECIDED:
            return _consent_page(pages, request, waiting, signed_in)
        if not await decide(provider, caller, signed_in, waiting, allowed=decision == "allow"):
            return _code_page(pages, request, typed, wrong=True)
        done = RedirectResponse(ENTER_CODE, 303)
        notices.leave(done, DECIDED[decision])
        return done

    return [
        Route(ENTER_CODE, screen(ask), methods=["GET"]),
        Route(ENTER_CODE, screen(answer), methods=["POST"]),
    ]


def _code_page(pages: Pages, request: Request, code: str, *, wrong: bool = False) -> Response:
    error = pages.words(request)("oauth.device.wrong") if wrong else ""
    return pages.render(request, "oauth/device.html", 400 if wrong else 200, code=code[:20], error=error)


def _consent_page(pages: Pages, request: Request, waiting: Waiting, signed_in: SignedIn) -> Response:
    words = pages.words(request)
    client, user = waiting.client, signed_in.user
    foreign = client.company_id != user.company.company_id
    return pages.render(
        request,
        "oauth/device_consent.html",
        asks=words("oauth.consent.asks", company=client.company_name, client=client.name),
        warning=words("oauth.consent.foreign", company=client.company_name) if foreign else "",
        account=f"{user.company.name} {user.name}（{user.pfid}）",
        client=client.name,
        owner=client.company_name,
        client_id=client.client_id,
        user_code=waiting.user_code,
        abilities=abilities(words, user.company.name, waiting.device.scope),
    )
