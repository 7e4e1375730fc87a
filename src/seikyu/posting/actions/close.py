"""Close what waits into a batch: from then on its letters are fixed, and its files are made."""

from seikyu.accounts.model import Actor
from seikyu.audit.model import SYSTEM, Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.posting import queries, store, turns
from seikyu.posting.model import MOST_IN_A_BATCH, close_job, letter_name, print_job, until_next
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def close(connection: Connection, actor: Actor, clock: Clock) -> int:
    """Close the oldest letters that can be posted into a batch now; return its number (409 when none can)."""
    batch_no = await _close(connection, actor.company.company_id, actor.author, clock)
    if batch_no is None:
        raise Refusal(codes.NOTHING_TO_CLOSE, status=409)
    return batch_no


async def close_daily(pool: Pool, clock: Clock, owner: int, turn: int) -> None:
    """Close all that waits, in as many batches as it takes, and ask for the same tomorrow.

    A job of an earlier turn does nothing, so setting another time never makes two closings of one day.
    """
    async with transaction(pool, owner) as connection:
        following = await turns.take_close_turn(connection, owner, turn)
        rules = await queries.rules(connection, owner)
        if following is None or rules.daily_at is None:
            return
        while await _close(connection, owner, SYSTEM, clock) is not None:
            pass
        await enqueue(connection, [close_job(owner, following, until_next(rules.daily_at, clock()))])


async def close_tomorrow(pool: Pool, clock: Clock, owner: int, turn: int) -> None:
    """Ask for the next closing after one that failed for good: what waits then goes with it."""
    async with transaction(pool, owner) as connection:
        following = await turns.take_close_turn(connection, owner, turn)
        rules = await queries.rules(connection, owner)
        if following is not None and rules.daily_at is not None:
            await enqueue(connection, [close_job(owner, following, until_next(rules.daily_at, clock()))])


async def _close(connection: Connection, owner: int, author: Author, clock: Clock) -> int | None:
    letters = await queries.lock_waiting(connection, owner, MOST_IN_A_BATCH)
    if not letters:
        return None
    rules, now = await queries.rules(connection, owner), clock()
    batch_no = await store.close(connection, owner, letters, rules.encoding, author.name, now)
    events = [
        Event(
            "invoice.letter_closed",
            "invoice",
            str(letter.invoice_mng_num),
            version=letter.version,
            comment=letter_name(batch_no, sequence),
        )
        for sequence, letter in enumerate(letters, start=1)
    ]
    await record(connection, owner, author, now, events)
    await enqueue(connection, [print_job(owner, batch_no)])
    return batch_no
