"""Send what waits: the supplier gets its own record and copy; both sides change together."""

from seikyu.accounts.queries import company, users_of
from seikyu.audit.model import SYSTEM, Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, act_for, transaction
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.clock import Clock
from seikyu.kit.jst import start_of_day, today
from seikyu.mail.store import write
from seikyu.notices import letters, move_store, queries, store
from seikyu.notices.model import DEEM, Notice

CHUNK = 500
"""Notices that are sent in one transaction."""


async def deliver(pool: Pool, clock: Clock, base_url: str, owner: int, supplier: int | None) -> None:
    """Send all that waits for a supplier, or for payees that are no members; safe to run twice."""
    while True:
        async with transaction(pool, owner) as connection:
            waiting = await move_store.take_waiting(connection, owner, supplier, CHUNK)
            if waiting:
                await _send(connection, clock, base_url, owner, supplier, waiting)
        if len(waiting) < CHUNK:
            return


async def _send(
    connection: Connection,
    clock: Clock,
    base_url: str,
    owner: int,
    supplier: int | None,
    waiting: list[tuple[int, int]],
) -> None:
    now = clock()
    numbers = [number for number, _ in waiting]
    await move_store.mark_sent(connection, owner, numbers, today(clock), now)
    await record(connection, owner, SYSTEM, now, [_event("sent", *key) for key in waiting])
    if supplier is None:
        return
    notices = list((await queries.by_numbers(connection, owner, numbers)).values())
    documents = await queries.documents(connection, owner, waiting)
    buyer = await company(connection, owner)
    if buyer is None:
        raise LookupError(f"no company {owner}")
    await enqueue(connection, _deadlines(owner, notices, clock))
    await act_for(connection, supplier)
    copies = [documents[notice.payment_notice_num][0] for notice in notices]
    await store.put_into_inbox(connection, supplier, (owner, buyer.name), notices, copies, now)
    author = Author(owner, buyer.name, None, buyer.name, "system")
    await record(connection, supplier, author, now, [_event("received", *key) for key in waiting])
    readers = await users_of(connection, supplier)
    mails = [letters.arrival(reader, buyer.name, notices, base_url) for reader in readers]
    await write(connection, supplier, mails, now)
    await act_for(connection, owner)


def _deadlines(owner: int, notices: list[Notice], clock: Clock) -> list[Job]:
    days = sorted({notice.deemed_on for notice in notices if notice.deemed_on is not None})
    return [Job(DEEM, {"company_id": owner}, start_of_day(day) - clock()) for day in days]


def _event(action: str, number: int, version: int) -> Event:
    return Event(f"payment_notice.{action}", "payment_notice", str(number), version=version)
