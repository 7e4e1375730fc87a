"""The API of the seller's masters: get, and register, update or delete in batches (contract §4, no. 4)."""

from collections.abc import Sequence
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.db.settled import settled_until
from seikyu.http.calls import Answer, Call, api, read_as
from seikyu.http.idempotency import once
from seikyu.kit.clock import Clock
from seikyu.kit.jst import wire_time
from seikyu.oauth.guard import Guard, caller_of
from seikyu.partners import queries
from seikyu.partners.actions.keep import keep
from seikyu.partners.doubts import at
from seikyu.partners.inviting import told
from seikyu.partners.keeping import ALL, Kept, MasterElement, Masters, read_masters
from seikyu.partners.queries import FindInUse, Listed, Wanted
from seikyu.wire.faults import Fault, Rejected
from seikyu.wire.moments import SINCE, updated_since
from seikyu.wire.values import Value, text, whole

PATH = "/v1/invoice/seller/"
PAGE = 100
NO_FILTERS = ("response_type", "page_no", SINCE)
MOST_WARNINGS = 1000


def routes(
    pool: Pool, clock: Clock, guard: Guard, find_in_use: FindInUse, *, max_body_bytes: int, sandbox: bool
) -> list[Route]:
    """The paths of publishers, customers and bank accounts."""
    door = MastersApi(pool, clock, guard, find_in_use, max_body_bytes, sandbox=sandbox)
    return [
        route
        for masters in ALL
        for route in (
            Route(PATH + masters.name, api(partial(door.list, masters)), methods=["GET"]),
            Route(PATH + masters.name, api(partial(door.keep, masters)), methods=["POST"]),
        )
    ]


class MastersApi:
    """The handlers of the masters' paths and what they all need."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        guard: Guard,
        find_in_use: FindInUse,
        max_body_bytes: int,
        *,
        sandbox: bool,
    ) -> None:
        self._pool, self._clock, self._guard = pool, clock, guard
        self._find_in_use = find_in_use
        self._max_body_bytes, self._sandbox = max_body_bytes, sandbox

    async def list(self, masters: Masters, call: Call) -> Answer:
        """A page of masters in the order they were registered in."""
        actor = await self._guard.paying_actor(call.request)
        query = call.request.query_params
        faults = call.settle_format(query.get("response_type"))
        node, read_faults = masters.asked.read(dict(query))
        faults += [fault for fault in read_faults if fault.path != "response_type"]
        since = updated_since(node, faults)
        if faults:
            raise Rejected(faults)
        filters = [field.name for field in masters.asked.fields if field.name not in NO_FILTERS]
        wanted = Wanted(
            {name: text(node, name) for name in filters if name not in masters.parts},
            {name: text(node, name) for name in masters.parts},
            since,
        )
        start = ((whole(node, "page_no") or 1) - 1) * PAGE
        owner = actor.company.company_id
        async with transaction(self._pool, owner) as connection:
            # Asked before the list is read (decision 0009). What changes meanwhile only ever enters the list,
            # in an order that never changes: pages by number may repeat a master, and miss none.
            polls = since is not None and start == 0
            settled = await settled_until(connection, self._clock()) if polls else None
            total, found = await queries.page(connection, owner, masters.kind, wanted, start, PAGE)
        listed: list[Value] = [_listed(masters, one) for one in found]
        return Answer({"total_count": total, "updated_until": wire_time(settled), masters.name: listed})

    async def keep(self, masters: Masters, call: Call) -> Answer | Response:
        """Register, update or delete: what is faultless is done, what is not is told, all in one answer."""
        actor = await self._guard.paying_actor(call.request)

        def reading(tree: Value) -> tuple[Value, list[Fault], list[MasterElement], list[str]]:
            response_type = tree.get("response_type") if isinstance(tree, dict) else None
            unknown = [*masters.request.unknown(tree)] if self._sandbox else []
            return response_type, *read_masters(masters, tree), unknown

        response_type, read_faults, elements, unknown = await read_as(call, self._max_body_bytes, reading)
        faults = call.settle_format(response_type)
        faults += [fault for fault in read_faults if fault.path != "response_type"]
        if faults:
            raise Rejected([*faults, *(fault for element in elements for fault in element.faults)])

        async def work(connection: Connection) -> Answer:
            decision = await keep(connection, actor, self._clock, self._find_in_use, masters, elements)
            linked = told(decision.invites, call.language) if self._sandbox else []
            warnings = [*unknown, *linked, *_doubts(masters, elements, call)][:MOST_WARNINGS]
            payload: dict[str, Value] = {
                masters.name: [_kept(masters, one) for one in decision.kept],
                "warning_list": [*warnings] or None,
            }
            return Answer(payload, decision.faults, 400 if decision.faults else 200)

        return await once(self._pool, self._clock, caller_of(actor), call, work)


def _listed(masters: Masters, one: Listed) -> dict[str, Value]:
    told: dict[str, Value] = {
        **one.fields,
        "linked_flg": "1" if one.linked else "0",
        "delete_flg": "1" if one.deleted else "0",
        "updated_at": wire_time(one.updated_at),
    }
    return {field.name: told[field.name] for field in masters.listed.fields}


def _kept(masters: Masters, one: Kept) -> dict[str, Value]:
    told: dict[str, Value] = {**one.fields, "index": one.index, "outcome": one.outcome}
    return {field.name: told[field.name] for field in masters.kept.fields}


def _doubts(masters: Masters, elements: Sequence[MasterElement], call: Call) -> list[str]:
    return [
        doubt
        for element in elements
        for doubt in at(f"{masters.name}[{element.index}]", masters.doubts(element.given, call.language))
    ]
