"""The API of slips: read or have one proposed, save or confirm it, reopen it."""

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api, read_tree, read_tree_if_any
from seikyu.http.idempotency import once
from seikyu.http.numbers import number_in_path
from seikyu.journals import queries
from seikyu.journals.actions.keep import Given, keep
from seikyu.journals.actions.lay_out import papers_of, proposals
from seikyu.journals.actions.reopen import reopen
from seikyu.journals.answers import slip_told
from seikyu.journals.queries import Exported
from seikyu.journals.wire import REOPEN_REQUEST, SLIP_REQUEST
from seikyu.kit.clock import Clock
from seikyu.oauth.guard import Guard, caller_of
from seikyu.receiving.actions.open import find
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.fields import Record
from seikyu.wire.values import Node, Value, day, nodes, text, whole

JOURNAL = "/v1/invoice/buyer/invoices/{invoice_mng_num}/journal"
CONFIRM = "1"


def routes(pool: Pool, clock: Clock, guard: Guard, exported: Exported, *, max_body_bytes: int) -> list[Route]:
    """`GET` and `PUT` of the slip of a received invoice, and reopening it."""

    async def show(call: Call) -> Answer:
        actor = await guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        async with transaction(pool, actor.company.company_id) as connection:
            return await _told(connection, actor.company.company_id, _number(call))

    async def put(call: Call) -> Answer | Response:
        actor = await guard.paying_actor(call.request)
        number, node = _number(call), _read(call, SLIP_REQUEST, await read_tree(call, max_body_bytes))
        given = Given(
            day(node, "slip_date"),
            whole(node, "version"),
            whole(node, "revision") or 0,
            nodes(node, "entries"),
        )

        async def work(connection: Connection) -> Answer:
            confirm = text(node, "confirm_flg") == CONFIRM
            await keep(connection, actor, clock, number, given, confirm=confirm)
            return await _told(connection, actor.company.company_id, number)

        return await once(pool, clock, caller_of(actor), call, work)

    async def open_again(call: Call) -> Answer | Response:
        actor = await guard.paying_actor(call.request)
        number = _number(call)
        node = _read(call, REOPEN_REQUEST, await read_tree_if_any(call, max_body_bytes))

        async def work(connection: Connection) -> Answer:
            await reopen(connection, actor, clock, exported, number, text(node, "comment"))
            return await _told(connection, actor.company.company_id, number)

        return await once(pool, clock, caller_of(actor), call, work)

    return [
        Route(JOURNAL, api(show), methods=["GET"]),
        Route(JOURNAL, api(put), methods=["PUT"]),
        Route(JOURNAL + "/reopen", api(open_again), methods=["POST"]),
    ]


async def _told(connection: Connection, owner: int, number: int) -> Answer:
    """The slip, or what is proposed where there is none."""
    invoice = await find(connection, owner, number)
    [paper] = await papers_of(connection, owner, [invoice])
    slip = (await queries.slips(connection, owner, [number])).get(number)
    proposed = None
    if slip is None:
        chart = await queries.chart(connection, owner)
        proposed = (await proposals(connection, owner, [paper], chart))[number]
    return Answer({"journal": slip_told(paper, slip, proposed)})


def _read(call: Call, record: Record, tree: Value) -> Node:
    node, read_faults = record.read(tree)
    settled = call.settle_format(tree.get("response_type") if isinstance(tree, dict) else None)
    faults: list[Fault] = [*settled, *(each for each in read_faults if each.path != "response_type")]
    if faults:
        raise Rejected(faults)
    return node


def _number(call: Call) -> int:
    return number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
