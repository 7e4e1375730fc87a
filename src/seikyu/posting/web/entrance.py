"""Who may come in, and what every page of letters has above it."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.posting.model import LetterState, Way
from seikyu.ui import notices
from seikyu.ui.doors import Endpoint, door
from seikyu.ui.lists import Tab
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

HOME = "/seller/posting"
OWN = f"{HOME}/own"
BATCHES = f"{HOME}/batches"
SETTINGS = f"{HOME}/settings"
LETTERS = f"{HOME}/letters"

Handler = Callable[[Request, Actor], Awaitable[Response]]
Counts = Mapping[tuple[Way, LetterState], int]


def entrance(
    pages: Pages, sessions: Sessions, handler: Handler, *options: Option, told: bool = False
) -> Endpoint:
    """A door for companies with one of the options; the others read how to get it, or are refused."""

    async def inside(request: Request, actor: Actor) -> Response:
        if not actor.company.options.intersection(options):
            if told:
                return pages.render(request, "posting/not_open.html")
            raise Refusal(codes.POSTING_NOT_OPEN, status=403)
        return await handler(request, actor)

    return door(pages, sessions, inside)


def tabs(actor: Actor, counts: Counts, here: str, words: Words) -> list[Tab]:
    """The pages of letters this company has; what has come back is told by colour."""
    waiting = counts.get((Way.MAIL_HOUSE, LetterState.WAITING), 0)
    returned = counts.get((Way.MAIL_HOUSE, LetterState.RETURNED), 0)
    own = counts.get((Way.OWN_PRINT, LetterState.WAITING), 0)
    shown: list[tuple[str, str, int | None, str]] = []
    if Option.POSTAL_PROXY in actor.company.options:
        shown.append(("waiting", HOME, waiting + returned, "attention" if returned else "plain"))
    if Option.BULK_PRINT in actor.company.options:
        shown.append(("own", OWN, own, "plain"))
    if Option.POSTAL_PROXY in actor.company.options:
        shown += [("batches", BATCHES, None, "plain"), ("settings", SETTINGS, None, "plain")]
    return [
        Tab(
            name,
            words(f"posting.tab.{name}"),
            "" if count is None else f"{count:,}",
            kind,
            href,
            name == here,
        )
        for name, href, count, kind in shown
    ]


def back_to(path: str, notice: str) -> Response:
    """After something was done: the page it leads to, with a sentence."""
    answer = RedirectResponse(path, 303)
    notices.leave(answer, notice)
    return answer
