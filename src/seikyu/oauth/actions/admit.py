"""Admit a client to the token endpoints: known, with its secret, from an address it may call from."""

from authlib.oauth2.rfc6749 import UnauthorizedClientError

from seikyu.accounts.callers import is_within
from seikyu.db.pool import Connection
from seikyu.oauth import queries
from seikyu.oauth.model import Client
from seikyu.oauth.parties import Loaded
from seikyu.oauth.protocol import Asked, authenticate
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.rules import is_client_id


async def admit(provider: Provider, connection: Connection, caller: Caller, asked: Asked) -> Loaded:
    """Give the client as loaded; refuse one that does not prove itself."""
    now = provider.clock()
    client: Client | None = None
    if is_client_id(client_id := asked.get("client_id", "")):
        client = await queries.client(connection, client_id, provider.environment, now)
    loaded = Loaded(now, client)
    authenticate(loaded, asked)
    if client is not None and client.sandbox and not is_within(caller.address, client.allowed_addresses):
        raise UnauthorizedClientError("This address is not on the client's list.", status_code=403)
    return loaded
