"""Login sessions of people at screens: an opaque token in a cookie, its hash in the database."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from seikyu.accounts import agents, devices, queries, store
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.factor_store import standing
from seikyu.accounts.letters import new_device
from seikyu.accounts.model import Actor, Company, SignedIn, User, Via
from seikyu.accounts.rules import SESSION_ABSOLUTE, SESSION_IDLE
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.mail.store import write

# Seen times are written at most this often, so that reading a page seldom writes.
SEEN_STEP = timedelta(minutes=1)
DEVICE_KEPT = int(devices.REMEMBERED.total_seconds())

Screen = Callable[[Request, Actor], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Oneself:
    """A person who looks at what is their own: the session this is, and when it began."""

    user: User
    actor: Actor
    since: datetime
    session_id: UUID | None

    @property
    def name(self) -> str:
        """The person's name."""
        return self.user.name

    @property
    def company(self) -> Company:
        """The person's company."""
        return self.user.company


class Sessions:
    """Who is at the screen."""

    def __init__(self, pool: Pool, clock: Clock, *, secure: bool) -> None:
        self._pool = pool
        self._clock = clock
        self._secure = secure
        # The prefix makes browsers refuse the cookie from a sibling domain or over plain HTTP.
        self.cookie = "__Host-seikyu" if secure else "seikyu"
        self.device_cookie = f"{self.cookie}_device"
        self.step_cookie = f"{self.cookie}_step"

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
        return _actor(request, signed_in.user)

    async def oneself(self, request: Request) -> Oneself | None:
        """The person logged in, together with the session."""
        known = await self.signed_in(request)
        if known is None:
            return None
        return Oneself(known.user, _actor(request, known.user), known.since, known.session_id)

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

    async def begin(
        self,
        request: Request,
        user: User,
        response: Response,
        *,
        told: str | None = None,
        since: datetime | None = None,
    ) -> None:
        """Begin a session under a new token and hand it over; one that the browser still had ends.

        `told` is what the log says of a login besides the address; without it nothing is written there.
        `since` is when the login was that this session goes on from: it makes no newer one of it.
        """
        now = self._clock()
        began = since or now
        token = secrets.token_urlsafe(32)
        device = request.cookies.get(self.device_cookie) or secrets.token_urlsafe(32)
        session = store.NewSession(
            _digest(token),
            new_id(now),
            user.user_id,
            address_of(request),
            _agent(request),
            began,
            began + SESSION_ABSOLUTE,
        )
        async with transaction(self._pool, user.company.company_id) as connection:
            if old := request.cookies.get(self.cookie):
                await store.end_session(connection, _digest(old))
            await store.begin_session(connection, session, now)
            await self._meet(connection, request, user, _digest(device), now)
            if told is not None:
                event = Event("logged_in", "user", str(user.user_id), comment=address_of(request) + told)
                owner = user.company.company_id
                await record(connection, owner, _actor(request, user).author, now, [event])
        self.hand(response, self.cookie, token)
        self.hand(response, self.device_cookie, device, DEVICE_KEPT)

    def device(self, request: Request) -> bytes | None:
        """The hash of the mark by which a browser that somebody logged in with before is known."""
        mark = request.cookies.get(self.device_cookie)
        return _digest(mark) if mark else None

    def hand(self, response: Response, cookie: str, value: str, seconds: int | None = None) -> None:
        """Give the browser something to hold that no script and no other site gets to see."""
        response.set_cookie(
            cookie, value, seconds, path="/", secure=self._secure, httponly=True, samesite="lax"
        )

    def take_back(self, response: Response, cookie: str) -> None:
        """Have the browser forget what it was given."""
        response.delete_cookie(cookie, path="/", secure=self._secure, httponly=True, samesite="lax")

    async def end(self, request: Request, response: Response) -> None:
        """End the session and take the cookie back."""
        if token := request.cookies.get(self.cookie):
            async with transaction(self._pool, None) as connection:
                user_id = await store.end_session(connection, _digest(token))
                user = None if user_id is None else await queries.user(connection, user_id)
                if user is not None:
                    await act_for(connection, user.company.company_id)
                    event = Event("logged_out", "user", str(user.user_id), comment=address_of(request))
                    author = _actor(request, user).author
                    await record(connection, user.company.company_id, author, self._clock(), [event])
        self.take_back(response, self.cookie)

    async def _meet(
        self, connection: Connection, request: Request, user: User, device_hash: bytes, now: datetime
    ) -> None:
        owner = user.company.company_id
        if not await devices.meet(connection, owner, user.user_id, device_hash, now):
            return
        if (await standing(connection, owner, user.user_id)).tell_new_device:
            words = agents.device_words(_agent(request))
            mail = new_device(user.email, user.company.name, user.name, words, address_of(request), now)
            await write(connection, owner, [mail], now)


class OwnDoor:
    """The door to what is one's own."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def screen(
        self, handler: Callable[[Request, Oneself], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Make an endpoint of a screen; people who are not logged in are sent to log in and back."""

        async def endpoint(request: Request) -> Response:
            oneself = await self._sessions.oneself(request)
            return to_login(request) if oneself is None else await handler(request, oneself)

        return endpoint


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


def _actor(request: Request, user: User) -> Actor:
    return Actor(
        user.company,
        user.user_id,
        user.name,
        Via.SCREEN,
        request_id=request_id_of(request),
        administrator=user.administrator,
    )


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")[: agents.LONGEST]


def _digest(token: str) -> bytes:
    # 256 random bits cannot be guessed from a fast hash; a slow one would only slow every page.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
