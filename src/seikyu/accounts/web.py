"""The login page, and the way out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.forms import first, read_form, read_query
from seikyu.accounts.model import Attempt, User, Via, Wait, Wrong
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.rules import local_path
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool
from seikyu.kit.clock import Clock
from seikyu.ui.pages import Pages

WRONG = "IDまたはパスワードが違います。"


def routes(pool: Pool, clock: Clock, passwords: Passwords, sessions: Sessions, pages: Pages) -> list[Route]:
    """`/login` and `/logout`."""

    async def show_login(request: Request) -> Response:
        return _page(pages, request, local_path(first(read_query(request), "next")))

    async def log_in(request: Request) -> Response:
        form = await read_form(request)
        target = local_path(first(form, "next"))
        attempt = Attempt(
            pfid=first(form, "pfid"),
            password=first(form, "password"),
            address=address_of(request),
            via=Via.SCREEN,
            request_id=request_id_of(request),
        )
        match await check_password(pool, clock, passwords, attempt):
            case User() as user:
                answer: Response = RedirectResponse(target, 303)
                await sessions.begin(request, user, answer)
            case Wrong():
                answer = _page(pages, request, target, pfid=attempt.pfid, error=WRONG, status=400)
            case Wait(seconds):
                answer = _page(pages, request, target, pfid=attempt.pfid, error=_wait(seconds), status=429)
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


def _page(
    pages: Pages, request: Request, target: str, *, pfid: str = "", error: str = "", status: int = 200
) -> Response:
    answer = pages.render(request, "login.html", next=target, pfid=pfid, error=error)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    wait = f"{seconds}秒" if minutes == 1 else f"約{minutes}分"
    return f"ログインの失敗が続いたため、{wait}後にもう一度お試しください。"
