"""Make a webhook, change it, take it away, give it another secret."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.audit.followers import follow
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.seals import Seals
from seikyu.webhooks import queries, store, turns
from seikyu.webhooks.addresses import Network
from seikyu.webhooks.events import kinds_of
from seikyu.webhooks.model import MOST, OVERLAP, Webhook, Wish
from seikyu.webhooks.rules import url_faults
from seikyu.webhooks.signing import new_secret, sealed
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected


async def find(connection: Connection, owner: int, webhook_id: UUID, client_id: str | None = None) -> Webhook:
    """A webhook of the company, perhaps only of one application; raise Refusal (404) when there is none."""
    found = await queries.one(connection, owner, webhook_id, client_id)
    if found is None:
        raise Refusal(codes.WEBHOOK_UNKNOWN, status=404)
    return found


async def create(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    seals: Seals,
    private: Collection[Network],
    client_id: str,
    wish: Wish,
) -> tuple[Webhook, str]:
    """Make one for an application of the company; its secret is told here and never again."""
    owner, now = actor.company.company_id, clock()
    if faults := url_faults(wish.url, private):
        raise Rejected(faults)
    if client_id not in {one.client_id for one in await queries.applications(connection, owner)}:
        raise Refusal(codes.WEBHOOK_APPLICATION, status=404)
    if await store.count_locked(connection, owner) >= MOST:
        raise Refusal(codes.WEBHOOKS_MANY, status=409, limit=MOST)
    webhook_id, secret = new_id(now), new_secret()
    await store.add(connection, owner, webhook_id, client_id, wish, sealed(seals, secret), now)
    await _changed(connection, actor, now, "added", webhook_id, wish.url)
    return await find(connection, owner, webhook_id), secret


async def change(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    private: Collection[Network],
    webhook_id: UUID,
    wish: Wish,
) -> Webhook:
    """Set address, events and whether it is sent anything; what waited goes out once it is again."""
    owner, now = actor.company.company_id, clock()
    if faults := url_faults(wish.url, private):
        raise Rejected(faults)
    if not await store.change(connection, owner, webhook_id, wish, now):
        raise Refusal(codes.WEBHOOK_UNKNOWN, status=404)
    await _changed(connection, actor, now, "changed", webhook_id, wish.url)
    if wish.enabled and (at := await queries.next_due(connection, owner, webhook_id)) is not None:
        await turns.wake(connection, owner, webhook_id, max(at, now), now)
    return await find(connection, owner, webhook_id)


async def rotate(
    connection: Connection, actor: Actor, clock: Clock, seals: Seals, webhook_id: UUID
) -> tuple[Webhook, str]:
    """Another secret, told here and never again; for a day the one before signs too."""
    owner, now = actor.company.company_id, clock()
    secret = new_secret()
    if not await store.rotate(connection, owner, webhook_id, sealed(seals, secret), now + OVERLAP, now):
        raise Refusal(codes.WEBHOOK_UNKNOWN, status=404)
    await _changed(connection, actor, now, "secret_rotated", webhook_id)
    return await find(connection, owner, webhook_id), secret


async def delete(connection: Connection, actor: Actor, clock: Clock, webhook_id: UUID) -> None:
    """Take one away: nothing more is sent to it."""
    owner, now = actor.company.company_id, clock()
    if not await store.delete(connection, owner, webhook_id, now):
        raise Refusal(codes.WEBHOOK_UNKNOWN, status=404)
    await _changed(connection, actor, now, "deleted", webhook_id)


async def follow_all(connection: Connection, owner: int) -> None:
    """Have the log followed for what the company's webhooks are told of.

    Those of an application that is shut out count: it may be let in again, and nobody comes here for that.
    """
    # One at a time, each seeing what the one before wanted, or the last would forget it.
    await store.lock(connection, owner)
    known = await queries.webhooks(connection, owner)
    wanted = {name for webhook in known if webhook.enabled for name in webhook.events}
    await follow(connection, owner, kinds_of(wanted))


async def _changed(
    connection: Connection,
    actor: Actor,
    now: datetime,
    action: str,
    webhook_id: UUID,
    comment: str | None = None,
) -> None:
    owner = actor.company.company_id
    await record(
        connection,
        owner,
        actor.author,
        now,
        [Event(f"webhook.{action}", "webhook", str(webhook_id), comment=comment)],
    )
    await follow_all(connection, owner)
