"""The outermost layer: a request id, security headers, one log line, and 500 when a bug gets through."""

import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from seikyu.http.calls import Answer, Call, envelope
from seikyu.telemetry.metrics import Meter
from seikyu.telemetry.tracing import Answering, Tracing, no_tracing
from seikyu.telemetry.trail import Trail, following
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Fault

log = structlog.get_logger("seikyu.http")

SECRET_PATHS = ("/invitations/", "/documents/")
"""What follows is a key that opens something for whoever holds it."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
API_PREFIXES = ("/v1/", "/wi/", "/api/")

SECURITY_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
)


class Edge:
    """ASGI middleware around the whole application; `failed` makes the page a person sees after a bug."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        secure: bool,
        failed: Callable[[Request], Response],
        meter: Meter | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self.app = app
        self.meter = meter or Meter("web")
        self.tracing = tracing or no_tracing()
        self.secure = secure
        self.failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        with self.tracing.request() as span, following(Trail(request_id, self.tracing.traceparent())):
            await self._answer(scope, receive, send, request_id, span)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, request_id: str, span: Answering
    ) -> None:
        self.meter.began()
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(raw=message["headers"])
                headers["X-Request-Id"] = request_id
                for name, value in SECURITY_HEADERS:
                    headers.setdefault(name, value)
                if self.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
                message["headers"] = headers.raw
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            log.exception("bug", request_id=request_id, method=scope["method"], path=_told(scope["path"]))
            if status:
                raise
            await self._failure(Request(scope))(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            self._tell(scope, status, seconds, span)
            log.info(
                "request",
                request_id=request_id,
                method=scope["method"],
                path=_told(scope["path"]),
                status=status,
                ms=round(seconds * 1000, 1),
            )

    def _tell(self, scope: Scope, status: int, seconds: float, span: Answering) -> None:
        """Count by the path as it is published: what stands in its place is somebody's."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = getattr(scope.get("route"), "path", "unknown")
        self.meter.answered(method, route, status, seconds)
        for code in scope["state"].get("error_codes", ()):
            self.meter.faulted(code)
        span.ended(f"{method} {route}", status)

    def _failure(self, request: Request) -> Response:
        """500: that something went wrong and the id to ask about, nothing of what it was."""
        if is_api(request.url.path):
            return api_failure(request, HTTPStatus.INTERNAL_SERVER_ERROR, codes.INTERNAL_ERROR)
        return self.failed(request)


def _told(path: str) -> str:
    """A path as the log may hold it: what follows in some is as good as a password."""
    for prefix in SECRET_PATHS:
        if path.startswith(prefix):
            return f"{prefix}…"
    return path


def is_api(path: str) -> bool:
    """Whether a path answers programs (with the envelope) rather than people (with a page)."""
    return path.startswith(API_PREFIXES)


def api_failure(request: Request, status: int, code: Code, headers: dict[str, str] | None = None) -> Response:
    """An envelope for a request that no handler took."""
    return envelope(Call.of(request), Answer({}, [Fault("", code, {})], status), headers)


def unrouted(request: Request, error: HTTPException) -> Response:
    """404 and 405 of API paths, in the envelope."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return api_failure(request, error.status_code, codes.METHOD_UNKNOWN, {"Allow": _allowed(request)})
    return api_failure(request, error.status_code, codes.PATH_UNKNOWN, dict(error.headers or {}))


def _allowed(request: Request) -> str:
    """Every method of the path: each has a route of its own (RFC 9110 §15.5.6)."""
    methods: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= route.methods or set()
    return ", ".join(sorted(methods))
