"""The login page, and the way out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import Attempt, User, Via, Wait, Wrong
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.rules import local_path
from seikyu.accounts.web.entrance import LOGIN, Entrance, wait_sentence, with_next
from seikyu.http.forms import Fields, first, read_form, read_query
from seikyu.ui.doors import open_door


def routes(entrance: Entrance, passwords: Passwords) -> list[Route]:
    """`/login?next=…` and `/logout`."""
    pages, sessions = entrance.pages, entrance.sessions

    async def show_login(request: Request) -> Response:
        return login_page(entrance, request, local_path(first(read_query(request), "next")))

    async def log_in(request: Request) -> Response:
        form = read_query(request) | await read_form(request)
        attempt = _attempt(request, form, sessions.device(request))
        target = local_path(first(form, "next"))
        words = pages.words(request)
        match await check_password(entrance.pool, entrance.clock, passwords, attempt):
            case User() as user:
                return await entrance.go_on(request, user, target)
            case Wrong():
                error = words("accounts.login.wrong")
                return login_page(entrance, request, target, status=400, pfid=attempt.pfid, error=error)
            case Wait(seconds):
                error = wait_sentence(words, seconds)
                answer = login_page(entrance, request, target, status=429, pfid=attempt.pfid, error=error)
                answer.headers["Retry-After"] = str(seconds)
                return answer

    async def log_out(request: Request) -> Response:
        answer = RedirectResponse(LOGIN, 303)
        await sessions.end(request, answer)
        return answer

    return [
        Route(LOGIN, open_door(pages, show_login), methods=["GET"]),
        Route(LOGIN, open_door(pages, log_in), methods=["POST"]),
        Route("/logout", log_out, methods=["POST"]),
    ]


def login_page(
    entrance: Entrance, request: Request, target: str, *, status: int = 200, pfid: str = "", error: str = ""
) -> Response:
    """PFID and password, or a passkey; the way back stays in the address, as changing language needs it."""
    return entrance.pages.render(
        request,
        "accounts/login.html",
        status,
        action=with_next(LOGIN, target),
        pfid=pfid,
        error=error,
        passkey=with_next("/login/passkey", target) if entrance.has_passkeys else "",
        options=with_next("/login/passkey/options", target),
    )


def _attempt(request: Request, form: Fields, device: bytes | None) -> Attempt:
    return Attempt(
        pfid=first(form, "pfid"),
        password=first(form, "password"),
        address=address_of(request),
        via=Via.SCREEN,
        request_id=request_id_of(request),
        device=device,
    )
