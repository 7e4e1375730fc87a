"""Release for removal what need not be kept any more; it can be called off for thirty days."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from seikyu.accounts.model import User
from seikyu.accounts.queries import users_of
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, Payload, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from seikyu.mail.store import write
from seikyu.retention import queries, store
from seikyu.retention.letters import called_off, released
from seikyu.retention.model import WAITING
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

REMOVE = "retention.remove"


async def release(connection: Connection, owner: int, author: Author, clock: Clock, base_url: str) -> UUID:
    """Release all whose time is over and that no hold covers; other administrators are told by mail.

    Refuse (409) when there is none, or while something else is released.
    """
    now = clock()
    release_id = new_id(now)
    await store.lock(connection, owner)
    until = today(clock) - timedelta(days=1)
    try:
        papers = await store.add_release(connection, owner, release_id, until, author.name, now)
    except asyncpg.UniqueViolationError:
        raise Refusal(codes.RELEASE_OPEN, status=409) from None
    if not papers:
        raise Refusal(codes.NOTHING_OVER, status=409)
    event = Event("removal.released", "removal", str(release_id), comment=f"{papers}件")
    await record(connection, owner, author, now, [event])
    payload: Payload = {"company_id": owner, "release_id": str(release_id)}
    await enqueue(connection, [Job(REMOVE, payload, WAITING + timedelta(minutes=1))])
    known = await queries.release(connection, owner, release_id)
    if known is not None:
        mails = [released(reader, known, base_url) for reader in await administrators(connection, owner)]
        await write(connection, owner, mails, now)
    return release_id


async def call_off(
    connection: Connection, owner: int, author: Author, clock: Clock, release_id: UUID, base_url: str
) -> None:
    """Call a release off; 404 when there is none, 409 when it is over."""
    now = clock()
    await store.lock(connection, owner)
    known = await queries.release(connection, owner, release_id)
    if known is None:
        raise Refusal(codes.RELEASE_UNKNOWN, status=404)
    if not await store.call_off(connection, owner, release_id, author.name, now):
        raise Refusal(codes.RELEASE_OVER, status=409)
    await record(connection, owner, author, now, [Event("removal.called_off", "removal", str(release_id))])
    readers = await administrators(connection, owner)
    await write(connection, owner, [called_off(reader, author.name, base_url) for reader in readers], now)


async def administrators(connection: Connection, owner: int) -> list[User]:
    """Who is told."""
    return [person for person in await users_of(connection, owner) if person.administrator]
