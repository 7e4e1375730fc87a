"""A house of its own for each test: a seller with two users, an outsider, clients, and a clock to move."""

import re
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts import store as accounts
from seikyu.accounts import web as login
from seikyu.accounts.model import Option, Plan
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api
from seikyu.http.csrf import SameOrigin
from seikyu.http.edge import Edge
from seikyu.oauth import api as token_api
from seikyu.oauth import store
from seikyu.oauth import web as authorize
from seikyu.oauth.actions.end_family import end_families_of
from seikyu.oauth.guard import Guard
from seikyu.oauth.keys import SigningKeys
from seikyu.oauth.provider import Provider
from seikyu.seals import Seals
from seikyu.settings import Environment
from seikyu.ui.pages import Pages
from tests.house.cast import quick_passwords
from tests.house.doors import SECRET_KEY

BASE_URL = "http://localhost:8000"
SEALS = Seals([b64decode(SECRET_KEY)])
PAGES = Pages(sandbox=True)
"""Made once for all houses: nothing in them differs from house to house, and each takes its time."""

CALLBACK = "https://erp.example.com/callback?tenant=1"
PASSWORD = "正しいパスワード-1"
AUTHORIZE = "/openam/oauth2/authorize"
TOKEN = "/openam/oauth2/access_token"
CREDENTIALS = "/api/credentials/access_token"


class MovableClock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@dataclass(frozen=True)
class Person:
    company_id: int
    company: str
    user_id: int
    pfid: str


@dataclass(frozen=True)
class House:
    pool: Pool
    clock: MovableClock
    app: Starlette
    person: Person
    outsider: Person
    client_id: str
    secret: str
    public_id: str

    @asynccontextmanager
    async def browser(self, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.app, client=(address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
            yield client

    async def tokens(self, http: httpx.AsyncClient) -> dict[str, str]:
        """Tokens by the password flow."""
        answer = await http.post(CREDENTIALS, data=self.password_form())
        assert answer.status_code == 200, answer.text
        given: dict[str, str] = answer.json()
        return given

    def password_form(self, **changes: str) -> dict[str, str]:
        return {
            "user_id": self.person.pfid,
            "user_password": PASSWORD,
            "client_id": self.client_id,
            "client_secret": self.secret,
            "realm": "/api",
            "response_type": "json",
            **changes,
        }

    def refresh_form(self, refresh_token: str, **changes: str) -> dict[str, str]:
        return {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": self.client_id,
            "client_secret": self.secret,
            **changes,
        }

    def code_form(self, code: str, **changes: str) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "client_id": self.client_id,
            "client_secret": self.secret,
            **changes,
        }

    def client_form(self, **changes: str) -> dict[str, str]:
        """The client's own id and secret, and what it asks."""
        return {"client_id": self.client_id, "client_secret": self.secret, **changes}

    def question(self, **changes: str) -> dict[str, str]:
        """An authorization request."""
        return {
            "realm": "/api",
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": "openid profile email qualified",
            "state": "状態/1",
            "access_type": "offline",
            **changes,
        }

    async def log_in(self, http: httpx.AsyncClient, person: Person | None = None) -> None:
        who = person or self.person
        answer = await http.post("/login", data={"pfid": who.pfid, "password": PASSWORD})
        assert answer.status_code == 303, answer.text

    async def code(self, http: httpx.AsyncClient, **changes: str) -> str:
        """A code by consent of the person logged in."""
        answer = await http.post(AUTHORIZE, data={**self.question(**changes), "decision": "allow"})
        assert answer.status_code == 303, answer.text
        return told(answer)["code"]

    async def works(self, http: httpx.AsyncClient, access_token: str) -> int:
        """The status of a call with this token."""
        answer = await http.get("/v1/whoami", headers={"Authorization": f"Bearer {access_token}"})
        return answer.status_code


def told(answer: httpx.Response) -> dict[str, str]:
    """What a redirect carries to the client."""
    location = answer.headers["location"]
    assert location.startswith("https://erp.example.com/callback?tenant=1&"), location
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden inputs of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


async def build_house(pool: Pool, environment: Environment = Environment.SANDBOX) -> House:
    """Companies, people and clients that no other test knows of."""
    clock = MovableClock()
    passwords = quick_passwords()
    stored = await passwords.hash(PASSWORD)
    mark = uuid4().hex[:10]
    async with transaction(pool, None) as connection:
        person = await _add_person(connection, "株式会社発行", f"hakko-{mark}@example.jp", stored, clock())
        outsider = await _add_person(connection, "株式会社部外", f"bugai-{mark}@example.jp", stored, clock())
        new_client = store.NewClient(
            person.company_id, "販売管理", redirect_uris=(CALLBACK,), environment=environment
        )
        client_id, secret = await store.register_client(connection, new_client, clock())
        public_id = await store.register_public_client(connection, new_client, clock())
    app = app_of(pool, clock, passwords, environment)
    return House(pool, clock, app, person, outsider, client_id, secret, public_id)


async def _add_person(connection: Connection, company: str, pfid: str, stored: str, now: datetime) -> Person:
    new_company = accounts.NewCompany(company, Plan.PAID, frozenset({Option.API}))
    company_id = await accounts.add_company(connection, new_company, now)
    new_user = accounts.NewUser(pfid, stored, "山田 太郎", "E-1")
    return Person(company_id, company, await accounts.add_user(connection, company_id, new_user, now), pfid)


def app_of(pool: Pool, clock: MovableClock, passwords: Passwords, environment: Environment) -> Starlette:
    provider = Provider(pool, clock, environment, passwords, SigningKeys(pool, clock, BASE_URL, SEALS))
    sessions = Sessions(pool, clock, secure=False)
    guard = Guard(pool, clock, environment)

    async def whoami(call: Call) -> Answer:
        actor = await guard.actor(call.request)
        return Answer(
            {
                "company": actor.company.name,
                "name": actor.name,
                "client_id": actor.client_id,
                "via": actor.via,
                "request_id": actor.request_id,
                "may_use_api": actor.company.may_use_api,
            }
        )

    async def home(request: Request) -> Response:
        actor = await sessions.actor(request)
        return Response("" if actor is None else actor.name)

    return Starlette(
        routes=[
            *login.routes(pool, clock, passwords, sessions, PAGES, BASE_URL, end_families_of, SEALS),
            *authorize.routes(provider, sessions, PAGES),
            *token_api.routes(provider),
            Route("/v1/whoami", api(whoami)),
            Route("/", home),
        ],
        middleware=[
            Middleware(Edge, secure=False, failed=lambda request: PAGES.failure(request, 500)),
            Middleware(SameOrigin),
        ],
    )
