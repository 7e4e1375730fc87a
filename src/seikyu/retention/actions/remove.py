"""Remove what was released, some papers a transaction: killed anywhere, the next look goes on."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.retention import removing, store
from seikyu.retention.removing import Due


async def remove_released(pool: Pool, clock: Clock, owner: int, release_id: UUID) -> None:
    """Remove all papers of a release whose waiting time is over, and the contents that nothing names then."""
    while True:
        async with transaction(pool, owner) as connection:
            if not await remove_some(connection, clock, owner, release_id):
                break
    async with transaction(pool, owner) as connection:
        found = await removing.finish(connection, owner, release_id, clock())
        if found is not None:
            removed, spared = found
            comment = f"消去{removed}件・保存継続{spared}件"
            event = Event("removal.done", "removal", str(release_id), comment=comment)
            await record(connection, owner, SYSTEM, clock(), [event])
    await forget_contents(pool, owner)


async def remove_some(connection: Connection, clock: Clock, owner: int, release_id: UUID) -> int:
    """Remove some papers; how many were looked at. What is held, or kept longer since, stays."""
    await store.lock(connection, owner)
    found = await removing.due(connection, owner, release_id)
    gone = [one for one in found if one.why is None]
    events: list[Event] = []
    for kind, several in groupby(gone, key=lambda one: one.kind):
        papers = list(several)
        keys = [one.key for one in papers]
        received = await removing.received(connection, owner, kind, keys)
        await removing.remove(connection, owner, kind, keys)
        events += [_removed(one, received) for one in papers]
    now = clock()
    await record(connection, owner, SYSTEM, now, events)
    await removing.note(connection, owner, release_id, gone, [one for one in found if one.why], now)
    return len(found)


async def forget_contents(pool: Pool, owner: int) -> None:
    """Delete the contents that only papers which are gone have named; what lies elsewhere a sweep takes."""
    while True:
        async with transaction(pool, owner) as connection:
            if not await removing.forget_contents(connection, owner):
                return


def _removed(one: Due, received: Sequence[str] | set[str]) -> Event:
    subject = removing.subject_of(one.kind, received=one.key in received)
    comment = f"保存期限 {one.kept_until:%Y/%m/%d}"
    return Event(f"{one.kind}.removed", subject, one.key, comment=comment)
