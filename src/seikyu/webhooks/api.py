"""The API of webhooks: an application keeps its own, and no other's (contract §8)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection, transaction
from seikyu.http.asked import asked_by_query
from seikyu.http.calls import Answer, Call, api, read_tree, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.oauth.guard import Guard, caller_of
from seikyu.webhooks import queries
from seikyu.webhooks.actions import keep
from seikyu.webhooks.actions.send_again import send_again, try_out
from seikyu.webhooks.answers import told, told_delivery
from seikyu.webhooks.door import WebhooksDoor, id_in
from seikyu.webhooks.model import Webhook, Wish
from seikyu.webhooks.rules import url_faults
from seikyu.webhooks.wire import CHANGE, REQUEST, read_wanted, read_wish
from seikyu.wire import codes
from seikyu.wire.faults import Rejected
from seikyu.wire.fields import Record
from seikyu.wire.lists import PAGE
from seikyu.wire.values import Value

PATH = "/v1/webhooks"
ONE = PATH + "/{webhook_id}"
DELIVERIES = ONE + "/deliveries"
REDELIVER = DELIVERIES + "/{event_id}/redeliver"

Work = Callable[[Connection], Awaitable[Answer]]


def routes(door: WebhooksDoor, guard: Guard, *, max_body_bytes: int) -> list[Route]:
    """`/v1/webhooks…`."""
    webhooks = WebhooksApi(door, guard, max_body_bytes)
    found = (
        (PATH, webhooks.list, "GET"),
        (PATH, webhooks.create, "POST"),
        (ONE, webhooks.one, "GET"),
        (ONE, webhooks.change, "PUT"),
        (ONE + "/delete", webhooks.delete, "POST"),
        (ONE + "/rotate", webhooks.rotate, "POST"),
        (ONE + "/test", webhooks.test, "POST"),
        (DELIVERIES, webhooks.deliveries, "GET"),
        (REDELIVER, webhooks.redeliver, "POST"),
    )
    return [Route(path, api(handler), methods=[method]) for path, handler, method in found]


@dataclass(frozen=True, slots=True)
class WebhooksApi:
    """The handlers and what they all need."""

    door: WebhooksDoor
    guard: Guard
    max_body_bytes: int

    async def list(self, call: Call) -> Answer:
        """The application's webhooks, oldest first."""
        actor = await self._asking(call)
        owner = actor.company.company_id
        async with transaction(self.door.pool, owner) as connection:
            found = await queries.webhooks(connection, owner, actor.client_id)
        return Answer({"webhooks": [told(webhook) for webhook in found]})

    async def one(self, call: Call) -> Answer:
        """One of them."""
        actor = await self._asking(call)
        async with transaction(self.door.pool, actor.company.company_id) as connection:
            return Answer({"webhook": told(await _find(connection, actor, call))})

    async def create(self, call: Call) -> Answer | Response:
        """Make one; the answer holds its secret, which is not to be had again."""
        actor, door = await self.guard.paying_actor(call.request), self.door
        wish = await self._wish(call, REQUEST)

        async def work(connection: Connection) -> tuple[Webhook, str]:
            return await keep.create(
                connection, actor, door.clock, door.seals, door.private, actor.client_id or "", wish
            )

        return await self._with_secret(call, actor, work)

    async def change(self, call: Call) -> Answer | Response:
        """State anew what is wanted of one."""
        actor, door = await self.guard.paying_actor(call.request), self.door
        wish = await self._wish(call, CHANGE)

        async def work(connection: Connection) -> Answer:
            found = await _find(connection, actor, call)
            changed = await keep.change(connection, actor, door.clock, door.private, found.webhook_id, wish)
            return Answer({"webhook": told(changed)})

        return await self._once(call, actor, work)

    async def delete(self, call: Call) -> Answer | Response:
        """Take one away."""
        actor = await self._bare(call)

        async def work(connection: Connection) -> Answer:
            found = await _find(connection, actor, call)
            await keep.delete(connection, actor, self.door.clock, found.webhook_id)
            return Answer({"webhook_id": str(found.webhook_id)})

        return await self._once(call, actor, work)

    async def rotate(self, call: Call) -> Answer | Response:
        """Another secret; for a day both sign."""
        actor, door = await self._bare(call), self.door

        async def work(connection: Connection) -> tuple[Webhook, str]:
            found = await _find(connection, actor, call)
            return await keep.rotate(connection, actor, door.clock, door.seals, found.webhook_id)

        return await self._with_secret(call, actor, work)

    async def test(self, call: Call) -> Answer | Response:
        """Have a `ping` sent."""
        actor = await self._bare(call)

        async def work(connection: Connection) -> Answer:
            found = await _find(connection, actor, call)
            event_id = await try_out(connection, actor, self.door.clock, found.webhook_id)
            return Answer({"event_id": str(event_id)})

        return await self._once(call, actor, work)

    async def deliveries(self, call: Call) -> Answer:
        """What was sent in the last thirty days, newest first."""
        actor = await self.guard.paying_actor(call.request)
        owner, wanted = actor.company.company_id, asked_by_query(call, read_wanted)
        async with transaction(self.door.pool, owner) as connection:
            found = await _find(connection, actor, call)
            total, page = await queries.deliveries(
                connection, owner, found.webhook_id, wanted.state, (wanted.page - 1) * PAGE, PAGE
            )
        return Answer({"total_count": total, "deliveries": [told_delivery(one) for one in page]})

    async def redeliver(self, call: Call) -> Answer | Response:
        """Send one once more, under the same event id."""
        actor = await self._bare(call)
        event_id = id_in(call.request.path_params["event_id"], codes.DELIVERY_UNKNOWN)

        async def work(connection: Connection) -> Answer:
            found = await _find(connection, actor, call)
            await send_again(connection, actor, self.door.clock, found.webhook_id, event_id)
            return Answer({"event_id": str(event_id)})

        return await self._once(call, actor, work)

    async def _wish(self, call: Call, record: Record) -> Wish:
        """What a body wants, its address looked at too, so that everything wrong is told at once."""
        tree = await read_tree(call, self.max_body_bytes)
        faults = call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
        wish, found = read_wish(tree, record)
        faults += [fault for fault in found if fault.path != "response_type"]
        if not any(fault.path == "url" for fault in faults):
            faults += url_faults(wish.url, self.door.private)
        if faults:
            raise Rejected(faults)
        return wish

    async def _once(self, call: Call, actor: Actor, work: Work) -> Answer | Response:
        return await once(self.door.pool, self.door.clock, caller_of(actor), call, work)

    async def _with_secret(
        self, call: Call, actor: Actor, work: Callable[[Connection], Awaitable[tuple[Webhook, str]]]
    ) -> Answer | Response:
        """The answer that tells a secret; what is kept for a repeat of the request does not hold it."""
        made: dict[str, Value] = {}

        async def without_secret(connection: Connection) -> Answer:
            webhook, secret = await work(connection)
            made.update(webhook=told(webhook), secret=secret)
            return Answer({**made, "secret": None})

        answer = await self._once(call, actor, without_secret)
        return Answer(made) if made else answer

    async def _asking(self, call: Call) -> Actor:
        actor = await self.guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        return actor

    async def _bare(self, call: Call) -> Actor:
        """Whoever calls with a body that may be left out."""
        actor = await self.guard.paying_actor(call.request)
        tree = await read_tree_if_any(call, self.max_body_bytes)
        if faults := call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None):
            raise Rejected(faults)
        return actor


async def _find(connection: Connection, actor: Actor, call: Call) -> Webhook:
    webhook_id = id_in(call.request.path_params["webhook_id"], codes.WEBHOOK_UNKNOWN)
    return await keep.find(connection, actor.company.company_id, webhook_id, actor.client_id or "")
