"""Refuse changes that another site makes a browser send (design §6: by headers, no tokens in forms)."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

# These read no cookie: a token or a client's secret speaks for the caller, and another site has neither.
WITHOUT_COOKIES = (
    *("/v1/", "/wi/", "/api/"),
    *(f"/openam/oauth2/{name}" for name in ("access_token", "token/", "introspect", "userinfo", "device/")),
)

REFUSED = "他のサイトから送信された操作は受け付けられません。画面を開き直して、もう一度操作してください。\n"


class SameOrigin:
    """ASGI middleware: unsafe methods on screens come from our own pages or from no page at all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 403."""
        if scope["type"] == "http" and is_forged(scope["method"], scope["path"], Headers(scope=scope)):
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_forged(method: str, path: str, headers: Headers) -> bool:
    """Whether a browser says that this change was asked for by another site.

    Every current browser sends `Sec-Fetch-Site` to secure addresses and `Origin` with every unsafe method;
    what sends neither is no browser and carries nobody's cookies but its own.
    """
    if method in SAFE_METHODS or path.startswith(WITHOUT_COOKIES):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and not _is_host(origin, headers.get("host", ""))


def _is_host(origin: str, host: str) -> bool:
    # The scheme is left out: behind a proxy that ends TLS we see `http` where the browser has `https`.
    try:
        return urlsplit(origin).netloc.lower() == host.lower() != ""
    except ValueError:
        return False
