"""Give tokens for a person's own PFID and password (contract §3, password flow)."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, UnauthorizedClientError

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.factor_store import standing
from seikyu.accounts.model import Actor, Attempt, User, Via, Wait
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import transaction
from seikyu.kit.ids import new_id
from seikyu.oauth import store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.model import Client, Grant
from seikyu.oauth.protocol import Asked, Granted, grant_tokens
from seikyu.oauth.provider import Caller, Provider


class TooManyFailuresError(InvalidGrantError):
    """The PFID or the address has failed too often of late."""

    status_code = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many failed logins. Try again in {seconds} seconds.")
        self.seconds = seconds


async def take_password(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    """Begin a family of tokens for a person of the client's own company."""
    async with provider.pool.acquire() as connection:
        loaded = await admit(provider, connection, caller, asked)
    if loaded.client is None or not loaded.client.confidential:
        raise UnauthorizedClientError("This flow is for clients that keep a secret.")
    if "user_id" not in asked or "user_password" not in asked:
        raise InvalidRequestError("'user_id' and 'user_password' are required.")
    user = await _person(provider, caller, loaded.client, asked)
    if user is not None and not await _may_come_in(provider, caller, loaded.client, user):
        raise InvalidGrantError("This person needs a second factor: use the authorization code flow.")
    now = provider.clock()
    spoken = {
        **asked,
        "grant_type": "password",
        "username": asked["user_id"],
        "password": asked["user_password"],
    }
    granted = grant_tokens(replace(loaded, now=now, user=user), spoken, await provider.keys.signer())
    if user is None:
        raise InvalidGrantError
    grant = Grant(new_id(now), loaded.client.client_id, user, now)
    async with provider.pool.acquire() as connection:
        await store.begin_family(connection, grant, granted.issue, now)
    return granted


async def _may_come_in(provider: Provider, caller: Caller, client: Client, user: User) -> bool:
    """Whether PFID and password are enough for a program (decision 0016); written down either way."""
    owner = user.company.company_id
    async with transaction(provider.pool, owner) as connection:
        barred = (await standing(connection, owner, user.user_id)).bars_password_flow
        author = Actor(user.company, user.user_id, user.name, Via.API, client.client_id, caller.request_id)
        action = "password_flow_refused" if barred else "logged_in"
        event = Event(action, "user", str(user.user_id), comment=caller.address)
        await record(connection, owner, author.author, provider.clock(), [event])
    return not barred


async def _person(provider: Provider, caller: Caller, client: Client, asked: Asked) -> User | None:
    attempt = Attempt(
        pfid=asked["user_id"],
        password=asked["user_password"],
        address=caller.address,
        via=Via.API,
        client_id=client.client_id,
        request_id=caller.request_id,
        company_id=client.company_id,
    )
    match await check_password(provider.pool, provider.clock, provider.passwords, attempt):
        case User() as user:
            return user
        case Wait(seconds):
            raise TooManyFailuresError(seconds)
        case _:
            return None
