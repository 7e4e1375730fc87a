"""End all tokens that descend from one login, because one of them was shown twice."""

from dataclasses import replace
from uuid import UUID

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import act_for, transaction
from seikyu.oauth import store
from seikyu.oauth.model import EndReason
from seikyu.oauth.provider import Caller, Provider


async def end_family(provider: Provider, caller: Caller, family_id: UUID, reason: EndReason) -> None:
    """End the family and write it into the log of the company whose person it spoke for."""
    now = provider.clock()
    async with transaction(provider.pool, None) as connection:
        ended = await store.end_family(connection, family_id, reason, now)
        if ended is not None:
            await act_for(connection, ended.company_id)
            # Who showed the token again is not known: a thief, or a client that lost count.
            author = replace(SYSTEM, client_id=ended.client_id, request_id=caller.request_id)
            event = Event("tokens_ended", "client", ended.client_id, comment=reason)
            await record(connection, ended.company_id, author, now, [event])
