"""A person allows a client to act for them, or does not (contract §3)."""

from authlib.oauth2.rfc6749 import AccessDeniedError

from seikyu.accounts.model import Actor, SignedIn, Via
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import transaction
from seikyu.oauth import store
from seikyu.oauth.errand import Errand
from seikyu.oauth.model import CODE_LIFETIME, Code
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.rules import DEFAULT_SCOPE, allowed_scope
from seikyu.oauth.tokens import digest, new_secret


async def allow(provider: Provider, caller: Caller, errand: Errand, signed_in: SignedIn) -> str:
    """Hand out a code; return the address that takes it to the client."""
    now = provider.clock()
    asked = errand.asked
    secret = new_secret()
    code = Code(
        code_hash=digest(secret),
        client_id=errand.client.client_id,
        user_id=signed_in.user.user_id,
        redirect_uri=asked.get("redirect_uri"),
        scope=allowed_scope(asked.get("scope")) or DEFAULT_SCOPE,
        nonce=asked.get("nonce"),
        code_challenge=asked.get("code_challenge"),
        signed_in_at=signed_in.since,
        expires_at=now + CODE_LIFETIME,
    )
    async with transaction(provider.pool, signed_in.user.company.company_id) as connection:
        await store.add_code(connection, code)
        event = Event("consent_given", "client", errand.client.client_id, comment=code.scope)
        owner, author = signed_in.user.company.company_id, _author(signed_in, errand, caller)
        await record(connection, owner, author.author, now, [event])
    return errand.back({"code": secret})


async def deny(provider: Provider, caller: Caller, errand: Errand, signed_in: SignedIn) -> str:
    """Write the refusal down; return the address that tells the client."""
    owner = signed_in.user.company.company_id
    async with transaction(provider.pool, owner) as connection:
        event = Event("consent_denied", "client", errand.client.client_id)
        author = _author(signed_in, errand, caller).author
        await record(connection, owner, author, provider.clock(), [event])
    return errand.back_with(AccessDeniedError())


def _author(signed_in: SignedIn, errand: Errand, caller: Caller) -> Actor:
    user = signed_in.user
    return Actor(
        user.company, user.user_id, user.name, Via.SCREEN, errand.client.client_id, caller.request_id
    )
