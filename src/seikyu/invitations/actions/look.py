"""Look an invitation up by what its link or letter says; guessing is counted and made to wait."""

import re
from datetime import datetime

from seikyu.accounts import queries as accounts
from seikyu.accounts import store as accounts_store
from seikyu.accounts.rules import FORGET_FAILURES_AFTER, wait_seconds, watched_guesses
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.invitations import queries
from seikyu.invitations.model import Found, State
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

KEY = re.compile(r"[A-Za-z0-9_-]{12,64}", re.ASCII)
"""What a link or a code may look like; anything else opens nothing and is not looked up."""


async def look(pool: Pool, clock: Clock, key: str, address: str) -> Found:
    """The invitation a key belongs to, whatever its state; raise Refusal where there is none.

    After ten wrong keys from one address that address waits (429), whether its next key is right or not.
    """
    watch, now = watched_guesses("invitation", address), clock()
    async with transaction(pool, None) as connection:
        counted = await accounts.failures(connection, [watch.subject], now - FORGET_FAILURES_AFTER)
        if wait := wait_seconds(watch, counted.get(watch.subject), now):
            raise Refusal(codes.TOO_MANY_REQUESTS, status=429, headers={"Retry-After": str(wait)})
        found = await queries.find(connection, key) if KEY.fullmatch(key) else None
    if found is None:
        async with transaction(pool, None) as connection:
            await accounts_store.count_failure(connection, [watch.subject], now)
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    return found


async def open_invitation(connection: Connection, key: str, now: datetime) -> Found:
    """The invitation of a key that may still be answered, held; the transaction then acts for its inviter."""
    # The customer is held first, as sending does, so that the two never wait for each other.
    found = await queries.find(connection, key)
    if found is None:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    invitation = found.invitation
    await queries.partner(connection, found.inviter, invitation.partner, invitation.partner_id, lock=True)
    found = await queries.find(connection, key, lock=True)
    if found is None or found.void or found.invitation.state(now) is not State.SENT:
        raise Refusal(codes.INVITATION_OVER, status=409)
    return found
