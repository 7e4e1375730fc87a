"""Where the code of a letter is typed in."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.callers import address_of
from seikyu.db.pool import Pool
from seikyu.http.forms import first, read_form
from seikyu.invitations.actions.look import look
from seikyu.invitations.keys import read_letter_code
from seikyu.kit.clock import Clock
from seikyu.ui.doors import open_door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/invitations"


def routes(pool: Pool, clock: Clock, pages: Pages) -> list[Route]:
    """`/invitations`."""

    def page(request: Request, typed: str = "", problem: str = "", status: int = 200) -> Response:
        return pages.render(request, "invitations/code.html", status, typed=typed, problem=problem)

    async def ask(request: Request) -> Response:
        return page(request)

    async def take(request: Request) -> Response:
        typed, words = first(await read_form(request), "code"), pages.words(request)
        code = read_letter_code(typed)
        if code is None:
            # A slip of the hand is told by the code itself, and is no guess.
            return page(request, typed, words("invitations.code.mistyped"), 400)
        try:
            await look(pool, clock, code, address_of(request))
        except Refusal as refusal:
            if refusal.code is codes.INVITATION_UNKNOWN:
                return page(request, typed, words("invitations.code.wrong"), 400)
            if refusal.code is codes.TOO_MANY_REQUESTS:
                answer = page(request, typed, words("invitations.code.wait"), refusal.status)
                answer.headers.update(refusal.headers)
                return answer
            raise
        return RedirectResponse(f"{PATH}/{code}", 303)

    return [
        Route(PATH, open_door(pages, ask), methods=["GET"]),
        Route(PATH, open_door(pages, take), methods=["POST"]),
    ]
