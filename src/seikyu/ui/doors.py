"""The way into a screen: who is let in stands on the page, and what is refused becomes a page too."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from seikyu.ui.pages import Pages, Visitor, show_to
from seikyu.wire.faults import Fault, Refusal, Rejected

V = TypeVar("V", bound=Visitor)
V_co = TypeVar("V_co", bound=Visitor, covariant=True)
Endpoint = Callable[[Request], Awaitable[Response]]
Screen = Callable[[Request, V], Awaitable[Response]]


class Doorkeeper(Protocol[V_co]):
    """Lets in who is logged in and sends the others to log in first."""

    def screen(self, handler: Callable[[Request, V_co], Awaitable[Response]]) -> Endpoint:
        """An endpoint whose handler is told who came in."""


def door(pages: Pages, keeper: Doorkeeper[V], handler: Screen[V]) -> Endpoint:
    """Make an endpoint of a screen."""

    async def inside(request: Request, visitor: V) -> Response:
        show_to(request, visitor)
        try:
            return await handler(request, visitor)
        except Refusal as refusal:
            answer = _page(pages, request, refusal.status, refusal.fault)
            answer.headers.update(refusal.headers)
            return answer
        except Rejected as rejected:
            return _page(pages, request, rejected.status, rejected.faults[0])

    return keeper.screen(inside)


def open_door(pages: Pages, handler: Endpoint) -> Endpoint:
    """Make an endpoint of a screen that lets everybody in."""

    async def inside(request: Request) -> Response:
        try:
            return await handler(request)
        except Refusal as refusal:
            answer = _page(pages, request, refusal.status, refusal.fault)
            answer.headers.update(refusal.headers)
            return answer
        except Rejected as rejected:
            return _page(pages, request, rejected.status, rejected.faults[0])

    return inside


def is_prefetch(request: Request) -> bool:
    """Whether a browser asks ahead of the person, who may never look at the answer."""
    purposes = (request.headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz"))
    return any("prefetch" in purpose.lower() for purpose in purposes)


def _page(pages: Pages, request: Request, status: int, fault: Fault) -> Response:
    sentence = fault.detail(pages.words(request).language)
    return pages.failure(request, status, sentence, fault.code.number)
