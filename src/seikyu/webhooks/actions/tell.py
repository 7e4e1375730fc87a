"""Make deliveries of what was noted in the log: one for each webhook that wants to be told."""

from seikyu.audit.followers import FOLLOW, Followed, take
from seikyu.db.pool import Pool, transaction
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.clock import Clock
from seikyu.webhooks import queries, store, turns
from seikyu.webhooks.events import body_of, name_of
from seikyu.webhooks.model import NewDelivery, Webhook

AT_ONCE = 500


async def tell(pool: Pool, clock: Clock, owner: int) -> None:
    """Take what waits of one company's log; doing it again finds nothing."""
    async with transaction(pool, owner) as connection:
        now = clock()
        entries = await take(connection, owner, AT_ONCE)
        webhooks = await queries.listening(connection, owner) if entries else []
        deliveries = [one for entry in entries for one in _deliveries(owner, entry, webhooks)]
        if deliveries:
            await store.add_deliveries(connection, owner, deliveries, now)
        for webhook_id in sorted({one.webhook_id for one in deliveries}):
            await turns.wake(connection, owner, webhook_id, now, now)
        if len(entries) == AT_ONCE:
            await enqueue(connection, [Job(FOLLOW, {"company_id": owner})])


def _deliveries(owner: int, entry: Followed, webhooks: list[Webhook]) -> list[NewDelivery]:
    name = name_of(entry)
    if name is None:
        return []
    body = body_of(owner, name, entry)
    return [
        NewDelivery(webhook.webhook_id, entry.event_id, name, entry.at, body)
        for webhook in webhooks
        if name in webhook.events
    ]
