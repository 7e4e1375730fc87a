"""Change a refresh token for the next one and a new access token (contract §3)."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError

from seikyu.db.pool import Connection
from seikyu.oauth import queries, store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.actions.end_family import end_family
from seikyu.oauth.model import EndReason, Family
from seikyu.oauth.parties import Loaded
from seikyu.oauth.protocol import Asked, Granted, grant_tokens
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest, handle_of


async def refresh(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    """Answer with the next tokens of the family; a token that was changed before ends the family.

    Two requests on their way at once with the same, still good token are no such case: parallel workers of
    one client do this. One wins, the other is refused, nothing ends (decision 0006).
    """
    async with provider.pool.acquire() as connection:
        loaded = await _load_family(connection, await admit(provider, connection, caller, asked), asked)
    family = loaded.family
    if family is not None and _is_used_before(family, asked["refresh_token"], loaded):
        await end_family(provider, caller, family.family_id, EndReason.REFRESH_TOKEN_USED_TWICE)
        raise InvalidGrantError("The refresh token was used before.")
    granted = grant_tokens(loaded, asked, await provider.keys.signer())
    if family is None:
        raise InvalidGrantError
    async with provider.pool.acquire() as connection:
        renewed = await store.renew(connection, family, granted.issue, loaded.now)
    if not renewed:
        raise InvalidGrantError("Another request has just used this refresh token.")
    return granted


def _is_used_before(family: Family, shown: str, loaded: Loaded) -> bool:
    return (
        not family.ended and family.refresh_expires_at > loaded.now and family.refresh_hash != digest(shown)
    )


async def _load_family(connection: Connection, loaded: Loaded, asked: Asked) -> Loaded:
    if loaded.client is None or "refresh_token" not in asked:
        return loaded
    found = await queries.family(connection, digest(handle_of(asked["refresh_token"])))
    if found is None or found[0].client_id != loaded.client.client_id:
        return loaded
    family, user = found
    return replace(loaded, family=family, user=user)
