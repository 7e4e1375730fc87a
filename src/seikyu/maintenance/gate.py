"""The gate before everything: what is stopped answers 503; what is in hand goes on."""

import re
from collections.abc import Callable, Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from seikyu.http.edge import is_api
from seikyu.http.turning_away import AUTHORIZE, is_oauth, turned_away
from seikyu.maintenance.api import PATH
from seikyu.maintenance.model import ALL, API, SCREENS, Window
from seikyu.maintenance.watch import Watch
from seikyu.wire import codes

NEVER_STOPPED = ("/static", "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", PATH)
"""What needs no database, what a load balancer asks for, and where programs ask when it ends."""

Closed = Callable[[Request, Window], Response]


class Operations:
    """Which operation of the API a request means, by method and path."""

    def __init__(self, operations: Sequence[tuple[str, str, str]]) -> None:
        """Take the operations as name, method and path template."""
        self._known: list[tuple[str, str, re.Pattern[str]]] = [
            (name, method.upper(), compile_path(path)[0])
            # What is written out goes before what a parameter stands for.
            for name, method, path in sorted(operations, key=lambda operation: "{" in operation[2])
        ]

    def of(self, method: str, path: str) -> str:
        """Its name; empty where it is none."""
        method = "GET" if method == "HEAD" else method
        return next((name for name, by, form in self._known if by == method and form.match(path)), "")


class Gate:
    """ASGI middleware: a request is let in or turned away when it comes, and never afterwards."""

    def __init__(self, app: ASGIApp, watch: Watch, operations: Operations, closed: Closed) -> None:
        self.app = app
        self.watch = watch
        self.operations = operations
        self.closed = closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 503."""
        window = self._window(scope) if scope["type"] == "http" and self.watch.windows else None
        if window is None:
            await self.app(scope, receive, send)
            return
        seconds = window.seconds_left(self.watch.clock())
        status, code = HTTPStatus.SERVICE_UNAVAILABLE.value, codes.MAINTENANCE

        def page(request: Request) -> Response:
            return self.closed(request, window)

        await turned_away(Request(scope), status, code, seconds, page)(scope, receive, send)

    def _window(self, scope: Scope) -> Window | None:
        path: str = scope["path"]
        if any(path == kept or path.startswith(f"{kept}/") for kept in NEVER_STOPPED):
            return None
        return self.watch.stopping(*self._targets(scope["method"], path))

    def _targets(self, method: str, path: str) -> tuple[str, ...]:
        if path == AUTHORIZE:
            # People meet it, on the way to what a program wants.
            return ALL, API, SCREENS
        if is_oauth(path):
            return ALL, API
        if is_api(path):
            return ALL, API, self.operations.of(method, path)
        return ALL, SCREENS
