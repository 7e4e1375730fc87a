"""Asking why, before an invoice goes back or is taken back: the page, and what comes of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.http.forms import first, read_form, typed
from seikyu.invoices.screen.document import Fact
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire.faults import Rejected


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """The whole page; `problem` is empty until a reason was refused, `seen` where it does not matter."""

    number: int
    href: str
    action: str
    home: tuple[str, str]
    here: str
    title: str
    facts: Sequence[Fact]
    what_happens: str
    consequences: Sequence[str]
    label: str
    hint: str
    limit: int
    rows: int
    send: str
    required: bool = True
    seen: str = ""
    reason: str = ""
    problem: str = ""


PageOf = Callable[[Request, Actor, str], Awaitable[ReasonPage]]
"""The page about the invoice of a path, as it was seen."""
Act = Callable[[Request, Actor, str, str], Awaitable[Response]]
"""What is done for a reason to the invoice of a path, as it was seen."""


def asking(
    pages: Pages, sessions: Sessions, path: str, page_of: PageOf, read: Callable[[str], str], act: Act
) -> list[Route]:
    """Ask at a path, and act once `read` lets the reason pass; it raises Rejected otherwise."""

    async def ask(request: Request, actor: Actor) -> Response:
        page = await page_of(request, actor, request.query_params.get("seen", ""))
        return pages.render(request, "invoices/reason.html", page=page)

    async def answer(request: Request, actor: Actor) -> Response:
        form = await read_form(request)
        given, seen = typed(form, "reason"), first(form, "seen")
        try:
            reason = read(given)
        except Rejected as rejected:
            problem = rejected.faults[0].detail(pages.words(request).language)
            page = replace(await page_of(request, actor, seen), reason=given, problem=problem)
            return pages.render(request, "invoices/reason.html", 400, page=page)
        return await act(request, actor, seen, reason)

    return [
        Route(path, door(pages, sessions, ask), methods=["GET"]),
        Route(path, door(pages, sessions, answer), methods=["POST"]),
    ]
