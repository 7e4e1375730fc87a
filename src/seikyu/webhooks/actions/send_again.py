"""Send a trial, or something once more."""

from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.webhooks import store, turns
from seikyu.webhooks.actions.keep import find
from seikyu.webhooks.events import PING, ping
from seikyu.webhooks.model import NewDelivery
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def try_out(connection: Connection, actor: Actor, clock: Clock, webhook_id: UUID) -> UUID:
    """Have a `ping` sent, once; return its event id. What comes of it is told by the deliveries."""
    owner, now = actor.company.company_id, clock()
    await _listening(connection, owner, webhook_id)
    event_id = new_id(now)
    trial = NewDelivery(webhook_id, event_id, PING, now, ping(owner, event_id, now))
    await store.add_deliveries(connection, owner, [trial], now)
    await turns.wake(connection, owner, webhook_id, now, now)
    return event_id


async def send_again(
    connection: Connection, actor: Actor, clock: Clock, webhook_id: UUID, event_id: UUID
) -> None:
    """Have a delivery sent now, under the same event id, whatever came of it before."""
    owner, now = actor.company.company_id, clock()
    await _listening(connection, owner, webhook_id)
    if not await store.send_again(connection, owner, webhook_id, event_id, now):
        raise Refusal(codes.DELIVERY_UNKNOWN, status=404)
    event = Event("webhook.sent_again", "webhook", str(webhook_id), comment=str(event_id))
    await record(connection, owner, actor.author, now, [event])
    await turns.wake(connection, owner, webhook_id, now, now)


async def _listening(connection: Connection, owner: int, webhook_id: UUID) -> None:
    if not (await find(connection, owner, webhook_id)).enabled:
        raise Refusal(codes.WEBHOOK_DISABLED, status=409)
