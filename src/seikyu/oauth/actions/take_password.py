"""Give tokens for a person's own PFID and password (contract §3, password flow)."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, UnauthorizedClientError

from seikyu.accounts.actions.check_password import check_password
from seikyu.accounts.model import Attempt, User, Via, Wait
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
