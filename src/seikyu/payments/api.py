"""The API of payment runs: make one, list them, take the bank file (ours; contract §7)."""

from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api, read_tree
from seikyu.http.idempotency import once
from seikyu.kit.clock import Clock
from seikyu.oauth.guard import Guard, caller_of
from seikyu.payments import queries
from seikyu.payments.actions.make import make
from seikyu.payments.files import file_answer
from seikyu.payments.wire import read_wish, told
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

RUNS = "/v1/invoice/buyer/payment-runs"


def routes(pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int) -> list[Route]:
    """The paths of payment runs."""

    async def make_run(call: Call) -> Answer | Response:
        actor = await guard.paying_actor(call.request)
        tree = await read_tree(call, max_body_bytes)
        faults = call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
        wish, read_faults = read_wish(tree)
        faults += [fault for fault in read_faults if fault.path != "response_type"]
        if wish is None or faults:
            raise Rejected(faults)

        async def work(connection: Connection) -> Answer:
            run, warnings = await make(connection, actor, clock, wish)
            told_of = [warning.detail(call.language) for warning in warnings]
            return Answer({"payment_run": told(run), "warning_list": [*told_of] or None})

        return await once(pool, clock, caller_of(actor), call, work)

    async def list_runs(call: Call) -> Answer:
        actor = await guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        async with transaction(pool, actor.company.company_id) as connection:
            found = await queries.runs(connection, actor.company.company_id)
        return Answer({"payment_runs": [told(run) for run in found]})

    async def file(call: Call) -> Response:
        actor = await guard.paying_actor(call.request)
        owner = actor.company.company_id
        run_id: UUID = call.request.path_params["payment_run_id"]
        async with transaction(pool, owner) as connection:
            run = await queries.run(connection, owner, run_id)
            stored = None if run is None else await objects.get(connection, owner, run.file_sha256)
        if run is None or stored is None:
            raise Refusal(codes.RUN_UNKNOWN, status=404)
        return file_answer(await objects.content(pool, stored), run.pay_day.isoformat())

    return [
        Route(RUNS, api(make_run), methods=["POST"]),
        Route(RUNS, api(list_runs), methods=["GET"]),
        Route(RUNS + "/{payment_run_id:uuid}/file", api(file), methods=["GET"]),
    ]
