"""A client asks whether the person has decided, and gets tokens once they have (RFC 8628 §3.4, §3.5)."""

from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidGrantError
from authlib.oauth2.rfc8628 import AuthorizationPendingError, SlowDownError

from seikyu.db.pool import Connection
from seikyu.kit.ids import new_id
from seikyu.oauth import device_store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.model import DEVICE_PAUSE, Grant
from seikyu.oauth.parties import Loaded
from seikyu.oauth.protocol import Asked, Granted, grant_tokens
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import digest


async def poll_device(provider: Provider, caller: Caller, asked: Asked) -> Granted:
    """Begin a family of tokens once; who asks too often has to pause five seconds longer each time."""
    async with provider.pool.acquire() as connection:
        loaded = await _load_device(connection, await admit(provider, connection, caller, asked), asked)
    device, user = loaded.device, loaded.user
    try:
        granted = grant_tokens(loaded, asked, await provider.keys.signer())
    except (AuthorizationPendingError, SlowDownError) as wait:
        if device is not None:
            pause = device.pause + DEVICE_PAUSE if isinstance(wait, SlowDownError) else device.pause
            async with provider.pool.acquire() as connection:
                await device_store.note_poll(connection, device, pause, loaded.now)
        raise
    if device is None or user is None:
        raise InvalidGrantError
    grant = Grant(new_id(loaded.now), device.client_id, user, loaded.signed_in_at)
    async with provider.pool.acquire() as connection:
        redeemed = await device_store.redeem_device(connection, device, grant, granted.issue, loaded.now)
    if not redeemed:
        raise InvalidGrantError("The device code was used before.")
    return granted


async def _load_device(connection: Connection, loaded: Loaded, asked: Asked) -> Loaded:
    if loaded.client is None or "device_code" not in asked:
        return loaded
    found = await device_store.device(connection, digest(asked["device_code"]))
    if found is None or found[0].client_id != loaded.client.client_id:
        return loaded
    device, user = found
    return replace(loaded, device=device, user=user)
