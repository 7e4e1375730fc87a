"""Send what is due to one webhook: a few at a time, and by one worker only.

No transaction is open and no connection held while a receiver is waited for. A worker that is killed leaves
its deliveries as they were; another sends them, under the same ids, once its time is over.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from seikyu.accounts.queries import users_of
from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.mail.store import Mail, write
from seikyu.seals import Seals
from seikyu.webhooks import letters, queries, store, turns
from seikyu.webhooks.actions.keep import follow_all
from seikyu.webhooks.events import PING
from seikyu.webhooks.model import PATIENCE, Due, Held, Noted, Outcome, State, Stop
from seikyu.webhooks.outgoing import Post
from seikyu.webhooks.rules import SCHEDULE, asked_delay, next_delay
from seikyu.webhooks.signing import PURPOSE, headers

AT_ONCE = 5
ROUNDS = 10
"""After so many, the next job goes on: others are waiting too."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs; nobody else sends for the time `lease`, which must outlast an attempt."""

    pool: Pool
    clock: Clock
    seals: Seals
    post: Post
    base_url: str
    schedule: Sequence[timedelta] = SCHEDULE
    lease: timedelta = timedelta(seconds=30)


async def send(sender: Sender, owner: int, webhook_id: UUID, turn: UUID) -> None:
    """Send until nothing is due, then have a job come when something is; `turn` is this job's name."""
    held = None
    for _ in range(ROUNDS):
        async with transaction(sender.pool, owner) as connection:
            now = sender.clock()
            until = now + sender.lease
            held = await turns.hold(
                connection, owner, webhook_id, turn, now, until, going_on=held is not None
            )
            if held is None:
                await _come_back(connection, owner, webhook_id, turn, now)
                return
            waiting = await queries.due(connection, owner, webhook_id, now, AT_ONCE)
        if not waiting:
            break
        noted = await asyncio.gather(*(_attempt(sender, held, one) for one in waiting))
        async with transaction(sender.pool, owner) as connection:
            await _note(sender, connection, owner, held, noted)
        if not any(one.outcome.taken for one in noted):
            break  # others are waited for meanwhile
    async with transaction(sender.pool, owner) as connection:
        if held is not None:
            await turns.let_go(connection, owner, held)
    # Looked at after letting go: whoever came meanwhile has gone away and relies on it.
    async with transaction(sender.pool, owner) as connection:
        if (at := await queries.next_due(connection, owner, webhook_id)) is not None:
            now = sender.clock()
            await turns.wake(connection, owner, webhook_id, max(at, now), now)


async def _come_back(connection: Connection, owner: int, webhook_id: UUID, turn: UUID, now: datetime) -> None:
    """Leave it to whoever is sending, who looks again; if that was this job, it was killed: come later.

    Whoever comes before then finds it held and goes away, relying on this.
    """
    until = await turns.busy_until(connection, owner, webhook_id, turn)
    if until is not None:
        await turns.wake_again(connection, owner, webhook_id, max(until, now), now)


async def _attempt(sender: Sender, held: Held, due: Due) -> Noted:
    sealed = [held.secret] if held.old_secret is None else [held.secret, held.old_secret]
    keys = [sender.seals.open(one, PURPOSE) for one in sealed]
    signed = headers(keys, due.event_id, due.body, sender.clock())
    outcome = await sender.post(held.url, signed, due.body)
    return _noted(sender, due, outcome)


def _noted(sender: Sender, due: Due, outcome: Outcome) -> Noted:
    if outcome.taken:
        return Noted(due, State.DELIVERED, None, outcome)
    schedule = () if due.event == PING else sender.schedule
    delay = next_delay(due.attempts + 1, schedule, random.random())  # noqa: S311 -- spreads load, keeps no secret
    if delay is None or outcome.gone:
        return Noted(due, State.FAILED, None, outcome)
    now = sender.clock()
    # What a receiver asks for makes it later, never sooner: the attempts are to last for a day.
    return Noted(due, State.WAITING, now + max(delay, asked_delay(outcome, now)), outcome)


async def _note(
    sender: Sender, connection: Connection, owner: int, held: Held, noted: Sequence[Noted]
) -> None:
    """Write down what came of a few attempts; stop what is gone or has long failed, and tell of it."""
    now = sender.clock()
    ours = await store.note(connection, owner, held.webhook_id, noted, now)
    counted = [one for one in noted if one.due.event_id in ours]
    well = any(one.outcome.taken for one in counted)
    # A trial that fails is somebody trying: it tells nothing of how long the receiver has been away.
    real = [one for one in counted if well or one.due.event != PING]
    if not real:
        return
    since = await store.note_health(connection, owner, held.webhook_id, now, well=well)
    if any(one.outcome.gone for one in real):
        await _stop(sender, connection, owner, held, Stop.GONE, now)
    elif since is not None and now - since > PATIENCE:
        await _stop(sender, connection, owner, held, Stop.FAILING, now)
    elif any(one.state is State.FAILED for one in real) and await store.tell_once(
        connection, owner, held.webhook_id, now
    ):
        await _mail(sender, connection, owner, held, None, now)


async def _stop(
    sender: Sender, connection: Connection, owner: int, held: Held, why: Stop, now: datetime
) -> None:
    if await store.stop(connection, owner, held.webhook_id, why, now):
        event = Event("webhook.stopped", "webhook", str(held.webhook_id), comment=why)
        await record(connection, owner, SYSTEM, now, [event])
        await follow_all(connection, owner)
        await _mail(sender, connection, owner, held, why, now)


async def _mail(
    sender: Sender, connection: Connection, owner: int, held: Held, why: Stop | None, now: datetime
) -> None:
    webhook = await queries.one(connection, owner, held.webhook_id)
    readers = [one for one in await users_of(connection, owner) if one.administrator]
    if webhook is None:
        return
    mails: list[Mail] = [
        letters.given_up(reader, webhook, sender.base_url)
        if why is None
        else letters.stopped(reader, webhook, why, sender.base_url)
        for reader in readers
    ]
    await write(connection, owner, mails, now)
