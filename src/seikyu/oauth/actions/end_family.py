"""End all tokens that descend from one login, or all that speak for a person."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import User
from seikyu.accounts.queries import users_of
from seikyu.audit.model import SYSTEM, Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for, transaction
from seikyu.mail.store import write
from seikyu.oauth import store
from seikyu.oauth.letters import WHAT_HAPPENED, used_twice
from seikyu.oauth.model import Ended, EndReason
from seikyu.oauth.provider import Caller, Provider


async def end_family(provider: Provider, caller: Caller, family_id: UUID, reason: EndReason) -> None:
    """End the family and write it into the log of the company whose person it spoke for.

    When a token was shown twice, the company's administrators are told by mail: it may have been stolen.
    """
    now = provider.clock()
    async with transaction(provider.pool, None) as connection:
        ended = await store.end_family(connection, family_id, reason, now)
        if ended is not None:
            await act_for(connection, ended.company_id)
            # Who showed a token again is not known: a thief, or a client that lost count.
            author = replace(SYSTEM, client_id=ended.client_id, request_id=caller.request_id)
            event = Event("tokens_ended", "client", ended.client_id, comment=reason)
            await record(connection, ended.company_id, author, now, [event])
            if reason in WHAT_HAPPENED:
                await _tell(connection, ended, reason, now)


async def end_families_of(connection: Connection, person: User, author: Author, now: datetime) -> None:
    """End every family that speaks for a person, whose password was changed."""
    clients = await store.end_families_of(connection, person.user_id, EndReason.PASSWORD_CHANGED, now)
    events = [
        Event("tokens_ended", "client", client_id, comment=EndReason.PASSWORD_CHANGED)
        for client_id in clients
    ]
    await record(connection, person.company.company_id, author, now, events)


async def _tell(connection: Connection, ended: Ended, reason: EndReason, now: datetime) -> None:
    people = await users_of(connection, ended.company_id)
    mails = [
        used_twice(person.email, person.company.name, ended, reason, now)
        for person in people
        if person.administrator
    ]
    await write(connection, ended.company_id, mails, now)
