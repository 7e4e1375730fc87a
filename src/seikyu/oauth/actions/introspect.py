"""A client asks what one of its own tokens is still good for (RFC 7662)."""

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError

from seikyu.accounts.model import User
from seikyu.db.pool import Connection
from seikyu.oauth import queries
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.id_token import claims_of
from seikyu.oauth.model import ACCESS_LIFETIME, REFRESH_LIFETIME, Client
from seikyu.oauth.parties import Loaded
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest, handle_of

Told = dict[str, str | int | bool]

INACTIVE: Told = {"active": False}


async def introspect(provider: Provider, caller: Caller, asked: Asked) -> Told:
    """What is known of the token; of another's, or of one that is over, only that it is not active."""
    async with provider.pool.acquire() as connection:
        loaded = await admit(provider, connection, caller, asked)
        if loaded.client is None or not loaded.client.confidential:
            raise InvalidClientError("Only a client with a secret may ask.", status_code=401)
        if "token" not in asked:
            raise InvalidRequestError("'token' is required.")
        told = await _access(provider, connection, loaded, loaded.client, asked["token"])
        if told is None:
            told = await _refresh(connection, loaded, loaded.client, asked["token"])
    return INACTIVE if told is None else {**told, "iss": provider.keys.issuer}


async def _access(
    provider: Provider, connection: Connection, loaded: Loaded, client: Client, token: str
) -> Told | None:
    bearer = await queries.bearer(connection, digest(token), provider.environment, loaded.now)
    if bearer is None or bearer.client_id != client.client_id:
        return None
    issued_at = bearer.expires_at - ACCESS_LIFETIME
    return {
        "token_type": "Bearer",
        **_common(client, bearer.user, bearer.scope),
        "iat": int(issued_at.timestamp()),
        "exp": int(bearer.expires_at.timestamp()),
    }


async def _refresh(connection: Connection, loaded: Loaded, client: Client, token: str) -> Told | None:
    found = await queries.family(connection, digest(handle_of(token)))
    if found is None:
        return None
    family, user = found
    if user is None or family.client_id != client.client_id:
        return None
    if family.ended or family.refresh_expires_at <= loaded.now or family.refresh_hash != digest(token):
        return None
    issued_at = family.refresh_expires_at - REFRESH_LIFETIME
    return {
        **_common(client, user, family.scope),
        "iat": int(issued_at.timestamp()),
        "exp": int(family.refresh_expires_at.timestamp()),
    }


def _common(client: Client, user: User, scope: str) -> Told:
    claims = claims_of(user, scope)
    told: Told = {"active": True, "client_id": client.client_id, "scope": scope, "sub": claims["sub"]}
    if "preferred_username" in claims:
        told["username"] = claims["preferred_username"]
    return told
