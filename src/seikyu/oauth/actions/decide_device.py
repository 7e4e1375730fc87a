"""A person types the code that a device shows, and allows it to act for them or does not (RFC 8628 §3.3)."""

from dataclasses import dataclass

from seikyu.accounts import queries as accounts
from seikyu.accounts import store as accounts_store
from seikyu.accounts.model import Actor, SignedIn, Via
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, wait_seconds, watched_guesses
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import transaction
from seikyu.oauth import device_store, queries
from seikyu.oauth.model import Client, Device
from seikyu.oauth.provider import Caller, Provider
from seikyu.oauth.tokens import read_user_code
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A device that waits for a decision, and the client it belongs to."""

    user_code: str
    device: Device
    client: Client


async def look(provider: Provider, caller: Caller, signed_in: SignedIn, typed: str) -> Waiting | None:
    """The device that shows the code; None when there is none.

    Ten wrong codes of one person, or from one address, make both wait (429), whatever the next one is.
    """
    user_id = signed_in.user.user_id
    watches = (watched_guesses("device", caller.address), watched_guesses("device person", str(user_id)))
    subjects, now = [watch.subject for watch in watches], provider.clock()
    async with provider.pool.acquire() as connection:
        counted = await accounts.failures(connection, subjects, now - FORGET_FAILURES_AFTER)
        if wait := max(wait_seconds(watch, counted.get(watch.subject), now) for watch in watches):
            raise Refusal(codes.TOO_MANY_REQUESTS, status=429, headers={"Retry-After": str(wait)})
        code = read_user_code(typed)
        device = None if code is None else await device_store.waiting_device(connection, code, now)
        if code is not None and device is not None:
            client = await queries.client(connection, device.client_id, provider.environment, now)
            if client is not None:
                return Waiting(code, device, client)
        await accounts_store.count_failure(connection, subjects, now)
    return None


async def decide(
    provider: Provider, caller: Caller, signed_in: SignedIn, waiting: Waiting, *, allowed: bool
) -> bool:
    """Write the decision down; False when it came too late."""
    now, user, client = provider.clock(), signed_in.user, waiting.client
    owner = user.company.company_id
    async with transaction(provider.pool, owner) as connection:
        if not await device_store.decide(connection, waiting.device, signed_in, now, allowed=allowed):
            return False
        action = "consent_given" if allowed else "consent_denied"
        event = Event(action, "client", client.client_id, comment=waiting.device.scope if allowed else None)
        author = Actor(
            user.company, user.user_id, user.name, Via.SCREEN, client.client_id, caller.request_id
        ).author
        await record(connection, owner, author, now, [event])
    return True
