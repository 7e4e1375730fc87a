"""The login page, and the way out."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import Attempt, User, Via, Wait, Wrong
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.rules import local_path
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.http.forms import Fields, first, read_form, read_query
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages
from seikyu.wire.faults import Refusal


def routes(pool: Pool, clock: Clock, passwords: Passwords, sessions: Sessions, pages: Pages) -> list[Route]:
    """`/login?next=…` and `/logout`."""

    async def show_login(request: Request) -> Response:
        try:
            return _page(pages, request, local_path(first(read_query(request), "next")))
        except Refusal as refusal:
            return pages.failure(
                request, refusal.status, refusal.detail(pages.words(request).language), refusal.code.number
            )

    async def log_in(request: Request) -> Response:
        try:
            form = read_query(request) | await read_form(request)
        except Refusal as refusal:
            return pages.failure(
                request, refusal.status, refusal.detail(pages.words(request).language), refusal.code.number
            )
        attempt = _attempt(request, form)
        target = local_path(first(form, "next"))
        words = pages.words(request)
        match await check_password(pool, clock, passwords, attempt):
            case User() as user:
                answer: Response = RedirectResponse(target, 303)
                await sessions.begin(request, user, answer)
            case Wrong():
                error = words("accounts.login.wrong")
                answer = _page(pages, request, target, status=400, pfid=attempt.pfid, error=error)
            case Wait(seconds):
                path, values = _wait(seconds)
                error = words(path, **values)
                answer = _page(pages, request, target, status=429, pfid=attempt.pfid, error=error)
                answer.headers["Retry-After"] = str(seconds)
        return answer

    async def log_out(request: Request) -> Response:
        answer = RedirectResponse("/login", 303)
        await sessions.end(request, answer)
        return answer

    return [
        Route("/login", show_login, methods=["GET"]),
        Route("/login", log_in, methods=["POST"]),
        Route("/logout", log_out, methods=["POST"]),
    ]


def _attempt(request: Request, form: Fields) -> Attempt:
    return Attempt(
        pfid=first(form, "pfid"),
        password=first(form, "password"),
        address=address_of(request),
        via=Via.SCREEN,
        request_id=request_id_of(request),
    )


def _unreadable(pages: Pages, request: Request, refusal: Refusal) -> Response:
    sentence = refusal.detail(pages.words(request).language)
    answer = pages.failure(request, refusal.status, sentence, refusal.code.number)
    answer.headers.update(refusal.headers)
    return answer


def _page(
    pages: Pages, request: Request, target: str, *, status: int = 200, pfid: str = "", error: str = ""
) -> Response:
    # The way back stays in the address, where changing the language keeps it.
    action = "/login" if target == "/" else f"/login?{urlencode({'next': target})}"
    return pages.render(request, "accounts/login.html", status, action=action, pfid=pfid, error=error)


def _wait(seconds: int) -> tuple[str, dict[str, int]]:
    minutes = -(-seconds // 60)
    if minutes == 1:
        return "accounts.login.wait_seconds", {"count": seconds}
    return "accounts.login.wait_minutes", {"count": minutes}
