"""Login sessions of people at screens: an opaque token in a cookie, its hash in the database."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from seikyu.accounts import queries, store
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import Actor, SignedIn, User, Via
from seikyu.accounts.rules import SESSION_ABSOLUTE, SESSION_IDLE
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id

# Seen times are written at most this often, so that reading a page seldom writes.
SEEN_STEP = timedelta(minutes=1)

Screen = Callable[[Request, Actor], Awaitable[Response]]


class Sessions:
    """Who is at the screen."""

    def __init__(self, pool: Pool, clock: Clock, *, secure: bool) -> None:
        self._pool = pool
        self._clock = clock
        self._secure = secure
        # The prefix makes browsers refuse the cookie from a sibling domain or over plain HTTP.
        self.cookie = "__Host-seikyu" if secure else "seikyu"

    def screen(self, handler: Screen) -> Callable[[Request], Awaitable[Response]]:
        """Make an endpoint of a screen; people who are not logged in are sent to log in and back."""

        async def endpoint(request: Request) -> Response:
            actor = await self.actor(request)
            return to_login(request) if actor is None else await handler(request, actor)

        return endpoint

    async def actor(self, request: Request) -> Actor | None:
        """The person logged in, as they will stand beside what they change."""
        signed_in = await self.signed_in(request)
        if signed_in is None:
            return None
        user = signed_in.user
        return Actor(
            user.company,
            user.user_id,
            user.name,
            Via.SCREEN,
            request_id=request_id_of(request),
            administrator=user.administrator,
        )

    async def signed_in(self, request: Request) -> SignedIn | None:
        """The person logged in, and since when."""
        token = request.cookies.get(self.cookie)
        if not token:
            return None
        now = self._clock()
        key = _digest(token)
        async with self._pool.acquire() as connection:
            known = await queries.session(connection, key, now, now - SESSION_IDLE)
            if known is None:
                return None
            if known.seen_at < now - SEEN_STEP:
                await store.see_session(connection, key, now)
        return known.signed_in

    async def begin(self, request: Request, user: User, response: Response) -> None:
        """Begin a session under a new token and hand it over; one that the browser still had ends."""
        now = self._clock()
        token = secrets.token_urlsafe(32)
        session = store.NewSession(
            _digest(token),
            new_id(now),
            user.user_id,
            address_of(request),
            request.headers.get("user-agent", "")[:200],
            now + SESSION_ABSOLUTE,
        )
        async with transaction(self._pool, None) as connection:
            if old := request.cookies.get(self.cookie):
                await store.end_session(connection, _digest(old))
            await store.begin_session(connection, session, now)
        response.set_cookie(self.cookie, token, path="/", secure=self._secure, httponly=True, samesite="lax")

    async def end(self, request: Request, response: Response) -> None:
        """End the session and take the cookie back."""
        if token := request.cookies.get(self.cookie):
            async with transaction(self._pool, None) as connection:
                await store.end_session(connection, _digest(token))
        response.delete_cookie(self.cookie, path="/", secure=self._secure, httponly=True, samesite="lax")


def to_login(request: Request) -> Response:
    """Send a person to the login page, and back here afterwards when this page can be asked for again."""
    back = "/"
    if request.method in {"GET", "HEAD"}:
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    target = login_address(back)
    if "hx-request" in request.headers:
        # A redirect would put the login page into the fragment's place.
        return Response(headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def login_address(back: str) -> str:
    """The login page that leads back to this path afterwards."""
    return f"/login?next={quote(back, safe='')}"


def _digest(token: str) -> bytes:
    # 256 random bits cannot be guessed from a fast hash; a slow one would only slow every page.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
