"""The ways in at the file server, as administrators keep them."""

from importlib.util import find_spec

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.notices.actions.open_account import add_key, close_account, open_account, renew_password
from seikyu.notices.files import queries
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages

HERE = "/settings/files"
ONE = HERE + "/{account}"


def routes(pool: Pool, clock: Clock, passwords: Passwords, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/settings/files…`."""

    async def show(request: Request, actor: Actor) -> Response:
        return await _shown(request, actor)

    async def _shown(request: Request, actor: Actor, told: tuple[str, str] | None = None) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            found = await queries.accounts(connection, owner)
        rows = [(one, moment(one.used_at)) for one in found]
        answer = pages.render(request, "notices/accounts.html", rows=rows, may=actor.administrator, told=told)
        if told is not None:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    async def add(_request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await open_account(connection, actor, clock)
        return _back("notices.notice.account_opened")

    async def password(request: Request, actor: Actor) -> Response:
        account: str = request.path_params["account"]
        async with transaction(pool, actor.company.company_id) as connection:
            made = await renew_password(connection, actor, clock, passwords, account)
        # Shown on the answer itself, once: it stands nowhere it could be read again.
        return await _shown(request, actor, (account, made))

    async def key(request: Request, actor: Actor) -> Response:
        line = first(await read_form(request), "key")
        account: str = request.path_params["account"]
        async with transaction(pool, actor.company.company_id) as connection:
            await add_key(connection, actor, clock, account, _read_key, line)
        return _back("notices.notice.key_added")

    async def close(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await close_account(connection, actor, clock, request.path_params["account"])
        return _back("notices.notice.account_closed")

    return [
        Route(HERE, door(pages, sessions, show), methods=["GET"]),
        Route(HERE, door(pages, sessions, add), methods=["POST"]),
        Route(f"{ONE}/password", door(pages, sessions, password), methods=["POST"]),
        Route(f"{ONE}/key", door(pages, sessions, key), methods=["POST"]),
        Route(f"{ONE}/close", door(pages, sessions, close), methods=["POST"]),
    ]


def _read_key(line: str) -> tuple[bytes, str]:
    """The hash and name of a public key; none can be read where the file server is not installed."""
    if find_spec("asyncssh") is None:
        raise ValueError("the extra for the file server is not installed")
    from seikyu.notices.files.sftp import read_key  # noqa: PLC0415 -- an extra

    return read_key(line)


def _back(notice: str) -> Response:
    answer = RedirectResponse(HERE, 303)
    notices.leave(answer, notice)
    return answer
