"""A client gives tokens back (RFC 7009): a refresh token ends its family, an access token only itself."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidRequestError, UnauthorizedClientError

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import act_for, transaction
from seikyu.oauth import queries, store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.actions.end_family import end_family
from seikyu.oauth.model import Client, EndReason
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest, handle_of


async def revoke(provider: Provider, caller: Caller, asked: Asked) -> None:
    """End what the token stands for; one that is unknown or has run out counts as ended (RFC 7009 §2.2)."""
    async with provider.pool.acquire() as connection:
        loaded = await admit(provider, connection, caller, asked)
        if "token" not in asked:
            raise InvalidRequestError("'token' is required.")
        if loaded.client is None:
            raise UnauthorizedClientError
        found = await queries.family(connection, digest(handle_of(asked["token"])))
    if found is None:
        await _end_access(provider, caller, loaded.client, digest(asked["token"]))
        return
    if found[0].client_id != loaded.client.client_id:
        raise InvalidGrantError("The token was issued to another client.")
    # Any token of the family will do: only its holder can have one, and wants an end of it.
    await end_family(provider, caller, found[0].family_id, EndReason.REVOKED)


async def _end_access(provider: Provider, caller: Caller, client: Client, token_hash: bytes) -> None:
    now = provider.clock()
    async with transaction(provider.pool, None) as connection:
        holder = await store.end_access_token(connection, token_hash, client.client_id)
        if holder is None:
            return
        await act_for(connection, holder)
        author = replace(SYSTEM, client_id=client.client_id, request_id=caller.request_id)
        event = Event("access_token_revoked", "client", client.client_id)
        await record(connection, holder, author, now, [event])
