"""The seller's API for approvers: approve an invoice at its step, or send it back (contract §8)."""

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool
from seikyu.http.calls import Answer, Call, api, read_tree, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.http.numbers import number_in_path
from seikyu.issuing.actions.approve import approve
from seikyu.issuing.actions.send_back_inside import send_back_inside
from seikyu.issuing.approving_wire import read_approval, read_return
from seikyu.kit.clock import Clock
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Value

ONE = "/v1/invoice/seller/invoices/{invoice_mng_num}"


def routes(pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int) -> list[Route]:
    """`…/approve` and `…/return`: the token's person acts as the approver."""

    async def approve_one(call: Call) -> Answer | Response:
        """Approve, with an optional `comment`: 11 → 11 or 20, 20 → 21."""
        actor = await guard.paying_actor(call.request)
        tree = await read_tree_if_any(call, max_body_bytes)
        deciding = read_approval(tree, _settle(call, tree))
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)

        async def work(connection: Connection) -> Answer:
            await approve(connection, actor, clock, number, deciding.seen, deciding.said or None)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    async def return_one(call: Call) -> Answer | Response:
        """差戻し to the maker, with `reason`: 11 or 20 → 19."""
        actor = await guard.paying_actor(call.request)
        tree = await read_tree(call, max_body_bytes)
        deciding = read_return(tree, _settle(call, tree))
        number = number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)

        async def work(connection: Connection) -> Answer:
            await send_back_inside(connection, actor, clock, number, deciding.seen, deciding.said)
            return Answer()

        return await once(pool, clock, caller_of(actor), call, work)

    return [
        Route(ONE + "/approve", api(approve_one), methods=["POST"]),
        Route(ONE + "/return", api(return_one), methods=["POST"]),
    ]


def _settle(call: Call, tree: Value) -> list[Fault]:
    return call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
