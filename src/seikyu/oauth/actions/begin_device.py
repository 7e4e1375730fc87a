"""A client without a callback asks for a person's consent (RFC 8628 §3.1, §3.2)."""

from dataclasses import dataclass

from authlib.oauth2.rfc6749 import InvalidScopeError, UnauthorizedClientError

from seikyu.oauth import device_store
from seikyu.oauth.actions.admit import admit
from seikyu.oauth.model import DEVICE_LIFETIME, DEVICE_PAUSE, Device
from seikyu.oauth.protocol import Asked
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.rules import allowed_scope
from seikyu.oauth.tokens import digest, new_secret, new_user_code


@dataclass(frozen=True, slots=True)
class Begun:
    """What the client polls with, and what it shows to the person."""

    device_code: str
    user_code: str


async def begin_device(provider: Provider, caller: Caller, asked: Asked) -> Begun:
    """Hand out both codes."""
    async with provider.pool.acquire() as connection:
        loaded = await admit(provider, connection, caller, asked)
        if loaded.client is None:
            raise UnauthorizedClientError
        scope = allowed_scope(asked.get("scope"))
        if scope is None:
            raise InvalidScopeError
        begun = Begun(new_secret(), new_user_code())
        device = Device(
            digest(begun.device_code),
            loaded.client.client_id,
            scope,
            loaded.now + DEVICE_LIFETIME,
            DEVICE_PAUSE,
        )
        while not await device_store.add_device(connection, device, begun.user_code, loaded.now):
            # One in thousands of millions; another draw settles it.
            begun = Begun(begun.device_code, new_user_code())
    return begun
