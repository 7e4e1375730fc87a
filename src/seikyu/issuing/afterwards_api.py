"""The seller's API of what is done with invoices that are out, or on their way (contract §8)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool
from seikyu.http.calls import Answer, Call, api, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.http.numbers import number_in_path
from seikyu.issuing.actions.call_off import call_off
from seikyu.issuing.actions.delete import Withdraw, delete
from seikyu.issuing.actions.remind import remind
from seikyu.issuing.wire import read_delete
from seikyu.kit.clock import Clock
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import codes
from seikyu.wire.faults import Rejected

ONE = "/v1/invoice/seller/invoices/{invoice_mng_num}"


def routes(
    pool: Pool, clock: Clock, guard: Guard, withdraw: Withdraw, *, max_body_bytes: int, base_url: str
) -> list[Route]:
    """`…/delete`, `…/call-off` and `…/remind`; `withdraw` is the buyer's side's part of deleting."""

    async def delete_one(call: Call) -> Answer | Response:
        """発行済削除, with an optional `reason`: 22 → 23."""
        actor = await guard.paying_actor(call.request)
        tree = await read_tree_if_any(call, max_body_bytes)
        asked = tree.get("response_type") if isinstance(tree, dict) else None
        reason = read_delete(tree, call.settle_format(asked))
        number = _number(call.request)

        async def work(connection: Connection) -> Answer:
            await delete(connection, actor, clock, withdraw, number, reason)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    async def call_off_one(call: Call) -> Answer | Response:
        """Call off an issue whose day is still to come: 21 → 19."""
        actor = await guard.paying_actor(call.request)
        number = _settled(call)

        async def work(connection: Connection) -> Answer:
            await call_off(connection, actor, clock, number)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    async def remind_of_one(call: Call) -> Answer | Response:
        """Remind the buyer's people by mail, once a day at most."""
        actor = await guard.paying_actor(call.request)
        number = _settled(call)

        async def work(connection: Connection) -> Answer:
            await remind(connection, actor, clock, base_url, number)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    return [
        Route(ONE + "/delete", api(delete_one), methods=["POST"]),
        Route(ONE + "/call-off", api(call_off_one), methods=["POST"]),
        Route(ONE + "/remind", api(remind_of_one), methods=["POST"]),
    ]


def _settled(call: Call) -> int:
    if faults := call.settle_format(call.request.query_params.get("response_type")):
        raise Rejected(faults)
    return _number(call.request)


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
