"""Redeem an authorization code for tokens: once, within 120 seconds (contract §3)."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError

from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.oauth import queries, store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.actions.end_family import end_family
from seikyu.oauth.model import Code, EndReason, Grant
from seikyu.oauth.parties import Loaded
from seikyu.oauth.protocol import Asked, Granted, grant_tokens
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest


async def redeem_code(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    """Begin a family of tokens; who shows a code a second time ends the family it was redeemed for.

    A code travels through a browser's address bar. When two redeem the same one, even at the same moment,
    one of them may be a thief, and asking the person again costs little: both lose.
    """
    async with provider.pool.acquire() as connection:
        loaded = await _load_code(connection, await admit(provider, connection, caller, asked), asked)
    code, user = loaded.code, loaded.user
    if code is not None and code.redeemed:
        raise await _used_twice(provider, caller, code)
    granted = grant_tokens(loaded, asked, await provider.keys.signer())
    if code is None or user is None:
        raise InvalidGrantError
    grant = Grant(new_id(loaded.now), code.client_id, user, code.signed_in_at)
    async with provider.pool.acquire() as connection:
        redeemed = await store.redeem(connection, code, grant, granted.issue, loaded.now)
    if not redeemed:
        raise await _used_twice(provider, caller, code)
    return granted


async def _load_code(connection: Connection, loaded: Loaded, asked: Asked) -> Loaded:
    if loaded.client is None or "code" not in asked:
        return loaded
    found = await queries.code(connection, digest(asked["code"]))
    if found is None or found[0].client_id != loaded.client.client_id:
        return loaded
    code, user = found
    return replace(loaded, code=code, user=user)


async def _used_twice(provider: Provider, caller: Caller, code: Code) -> InvalidGrantError:
    async with provider.pool.acquire() as connection:
        family_id = await queries.family_of_code(connection, code.code_hash)
    if family_id is not None:
        await end_family(provider, caller, family_id, EndReason.CODE_USED_TWICE)
    return InvalidGrantError("The code was used before.")
