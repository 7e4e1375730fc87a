"""Every hour: delete what is too old, and see to what was to be sent and was not."""

from datetime import timedelta

from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.webhooks import queries, store, turns

LATE = timedelta(minutes=10)
"""So late a job that was to come has been lost."""


async def purge(pool: Pool, clock: Clock) -> None:
    """Clear out company by company; several workers may."""
    async with transaction(pool, None) as connection:
        owners = await queries.owners(connection)
    for owner in owners:
        more = True
        while more:
            async with transaction(pool, owner) as connection:
                more = await store.purge(connection, owner, clock())
        async with transaction(pool, owner) as connection:
            now = clock()
            for webhook_id in await queries.overdue(connection, owner, now - LATE):
                await turns.wake(connection, owner, webhook_id, now, now)
