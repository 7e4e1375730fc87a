"""The API of questions and answers, the same for both sides (contract §8)."""

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.calls import Answer, Call, api, read_tree
from seikyu.http.idempotency import once
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.messages.actions.read import read
from seikyu.messages.actions.write import write
from seikyu.messages.model import Party
from seikyu.messages.wire import line, read_text, told
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import codes
from seikyu.wire.faults import Rejected


def routes(pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int, base_url: str) -> list[Route]:
    """`/v1/invoice/{seller,buyer}/invoices/{number}/messages`."""
    return [
        route
        for side in Party
        for route in _of(side, pool, clock, guard, max_body_bytes=max_body_bytes, base_url=base_url)
    ]


def _of(
    side: Party, pool: Pool, clock: Clock, guard: Guard, *, max_body_bytes: int, base_url: str
) -> list[Route]:
    path = f"/v1/invoice/{side}/invoices/{{invoice_mng_num}}/messages"

    async def listed(call: Call) -> Answer:
        """The whole thread; a program that reads it leaves what is new unread for people."""
        actor = await guard.paying_actor(call.request)
        if faults := call.settle_format(call.request.query_params.get("response_type")):
            raise Rejected(faults)
        number, owner = _number(call), actor.company.company_id
        async with transaction(pool, owner) as connection:
            thread = await read(connection, owner, side, number)
        return Answer({"open_flg": "1" if thread.open_ else "0", "messages": told(thread)})

    async def add(call: Call) -> Answer | Response:
        """Write one."""
        actor = await guard.paying_actor(call.request)
        tree = await read_tree(call, max_body_bytes)
        asked = tree.get("response_type") if isinstance(tree, dict) else None
        text = read_text(tree, call.settle_format(asked))
        number = _number(call)

        async def work(connection: Connection) -> Answer:
            message = await write(connection, actor, clock, base_url, side, number, text)
            return Answer({"message": line(message)})

        return await once(pool, clock, caller_of(actor), call, work)

    return [
        Route(path, api(listed), methods=["GET"]),
        Route(path, api(add), methods=["POST"]),
    ]


def _number(call: Call) -> int:
    return number_in_path(call.request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
