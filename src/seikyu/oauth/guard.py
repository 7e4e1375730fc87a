"""The bearer guard of the API: from an access token to who acts (contract §2)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from starlette.requests import Request

from seikyu.accounts.callers import address_of, is_within, request_id_of
from seikyu.accounts.model import Actor, Via
from seikyu.db.pool import Pool
from seikyu.http.idempotency import Caller
from seikyu.http.limits import ClientLimit
from seikyu.kit.clock import Clock
from seikyu.oauth import queries
from seikyu.oauth.tokens import digest
from seikyu.settings import Environment
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

# What ends a token early (revocation, a person or company shut out, an option withdrawn) is noticed within
# this time. Clients call in bursts: most calls find their token here and cost no query.
REMEMBER = timedelta(seconds=3)
MOST_REMEMBERED = 10_000

Key = tuple[bytes, str]


@dataclass(frozen=True, slots=True)
class Calling:
    """Which client calls, and whether its company wants the bodies of this call kept."""

    company_id: int
    client_id: str
    bodies: bool


@dataclass(frozen=True, slots=True)
class Known:
    """An actor, and until when the answer may be given without asking again."""

    actor: Actor
    calling: Calling
    until: datetime


class Guard:
    """Tells who calls, or refuses: 401 (no good token), 403 (sandbox, unlisted address), 429 (too often)."""

    def __init__(
        self, pool: Pool, clock: Clock, environment: Environment, limit: ClientLimit | None = None
    ) -> None:
        self._limit = limit
        self._pool = pool
        self._clock = clock
        self._environment = environment
        self._known: dict[Key, Known] = {}

    async def actor(self, request: Request) -> Actor:
        """Whom the token of this request speaks for."""
        token = bearer_token(request.headers.get("authorization"))
        address = "" if request.client is None else request.client.host
        key = (digest(token), address)
        now = self._clock()
        known = self._known.get(key)
        if known is None or known.until <= now:
            known = await self._look_up(request, key, now)
            self._remember(key, known)
        tell(request, known.calling)
        if self._limit is not None:
            self._limit.count(known.actor.client_id or "")
        request_id = request_id_of(request)
        return known.actor if request_id is None else replace(known.actor, request_id=request_id)

    async def paying_actor(self, request: Request) -> Actor:
        """The same, for a company that may use the API; another is refused with 403 (contract §2)."""
        actor = await self.actor(request)
        if not actor.company.may_use_api:
            raise Refusal(codes.PAYING_ISSUERS_ONLY, status=403)
        return actor

    async def _look_up(self, request: Request, key: Key, now: datetime) -> Known:
        async with self._pool.acquire() as connection:
            bearer = await queries.bearer(connection, key[0], self._environment, now)
        if bearer is None:
            self._known.pop(key, None)
            raise refused(codes.TOKEN_INVALID)
        calling = _calling(bearer, now)
        tell(request, calling)
        if bearer.sandbox and not is_within(address_of(request), bearer.allowed_addresses):
            raise Refusal(codes.ADDRESS_REFUSED, status=403)
        user = bearer.user
        actor = Actor(user.company, user.user_id, user.name, Via.API, bearer.client_id)
        return Known(actor, calling, min(now + REMEMBER, bearer.expires_at))

    def _remember(self, key: Key, known: Known) -> None:
        self._known.pop(key, None)
        self._known[key] = known
        if len(self._known) > MOST_REMEMBERED:
            # Ordered by when they were looked up, so the first is the one that runs out next.
            del self._known[next(iter(self._known))]


def tell(request: Request, calling: Calling) -> None:
    """Let whoever writes this call down know whose it is, also when it is refused."""
    request.scope.setdefault("state", {})["calling"] = calling


def _calling(bearer: queries.Bearer, now: datetime) -> Calling:
    # What a program does for people of another company is theirs: its own company is shown no bodies of it.
    own = bearer.client_company_id == bearer.user.company.company_id
    wanted = bearer.bodies_until is not None and now < bearer.bodies_until
    return Calling(bearer.client_company_id, bearer.client_id, own and wanted)


def caller_of(actor: Actor) -> Caller:
    """Whose idempotency keys the actor uses: those of its client."""
    return Caller(actor.company.company_id, actor.client_id or "")


def bearer_token(header: str | None) -> str:
    """The token of an `Authorization` header (RFC 6750 §2.1); 401 without one."""
    scheme, _, token = (header or "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise refused(codes.TOKEN_MISSING)
    return token


def refused(code: Code) -> Refusal:
    """401 as the contract has it."""
    return Refusal(
        code, status=401, path="Authorization", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
    )
