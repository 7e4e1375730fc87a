"""The API of exports to accounting: make one, list them, take the file (ours; contract §7)."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api, read_tree
from seikyu.http.idempotency import once
from seikyu.kit.clock import Clock
from seikyu.ledgers import queries
from seikyu.ledgers.actions.gather import Numbers
from seikyu.ledgers.actions.make import make
from seikyu.ledgers.files import file_answer
from seikyu.ledgers.wire import read_wish, told
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

EXPORTS = "/v1/invoice/buyer/exports"


def routes(pool: Pool, clock: Clock, guard: Guard, paid: Numbers, *, max_body_bytes: int) -> list[Route]:
    """The paths of exports; `paid` tells which invoices a payment run pays."""

    async def make_export(call: Call) -> Answer | Response:
        actor = await guard.paying_actor(call.request)
        tree = await read_tree(call, max_body_bytes)
        faults = call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
        wish, read_faults = read_wish(tree)
        faults += [fault for fault in read_faults if fault.path != "response_type"]
        if wish is None or faults:
            raise Rejected(faults)

        async def work(connection: Connection) -> Answer:
            export, left_out = await make(connection, actor, clock, wish, paid)
            return Answer(
                {
                    "export": told(export),
                    "left_out": [{"invoice_mng_num": str(number)} for number in left_out],
                }
            )

        return await once(pool, clock, caller_of(actor), call, work)

    async def list_exports(call: Call) -> Answer:
        actor = await guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.exports(connection, actor.company.company_id)
        return Answer({"exports": [told(export) for export in found]})

    async def file(call: Call) -> Response:
        actor = await guard.paying_actor(call.request)
        owner = actor.company.company_id
        export_id: UUID = call.request.path_params["export_id"]
        async with transaction(pool, owner) as connection:
            export = await queries.export(connection, owner, export_id)
            if export is None:
                raise Refusal(codes.EXPORT_UNKNOWN, status=404)
        return await file_answer(pool, owner, export)

    return [
        Route(EXPORTS, api(make_export), methods=["POST"]),
        Route(EXPORTS, api(list_exports), methods=["GET"]),
        Route(EXPORTS + "/{export_id:uuid}/file", api(file), methods=["GET"]),
    ]
