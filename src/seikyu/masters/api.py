"""The API of masters that are kept by code: get, and register, update or delete in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.asked import asked_by_query
from seikyu.http.calls import Answer, Call, api, read_as
from seikyu.http.idempotency import once
from seikyu.kit.clock import Clock
from seikyu.kit.jst import wire_time
from seikyu.masters import queries
from seikyu.masters.actions.keep import keep
from seikyu.masters.keeping import Element, Kept, read_masters
from seikyu.masters.model import Kind
from seikyu.masters.queries import InUse, Listed, Wanted
from seikyu.oauth.guard import Guard, caller_of
from seikyu.wire import lists
from seikyu.wire.faults import Fault, Language, Rejected
from seikyu.wire.moments import updated_since
from seikyu.wire.values import Node, Value, text

MOST_WARNINGS = 1000


@dataclass(frozen=True, slots=True)
class MastersDoor:
    """What the handlers of all kinds need."""

    pool: Pool
    clock: Clock
    guard: Guard
    in_use: InUse
    max_body_bytes: int
    sandbox: bool


def routes(door: MastersDoor, prefix: str, kinds: Sequence[Kind]) -> list[Route]:
    """`GET`, `POST` and for some `PUT` below `prefix`, a path for each kind."""
    found: list[Route] = []
    for kind in kinds:
        path = prefix + kind.name
        found.append(Route(path, api(partial(_list, door, kind)), methods=["GET"]))
        found.append(Route(path, api(partial(_keep, door, kind, known_only=False)), methods=["POST"]))
        if kind.updates:
            found.append(Route(path, api(partial(_keep, door, kind, known_only=True)), methods=["PUT"]))
    return found


async def _list(door: MastersDoor, kind: Kind, call: Call) -> Answer:
    """A page of masters in the order of their codes."""
    actor = await door.guard.paying_actor(call.request)

    def reading(query: Value) -> tuple[tuple[Node, Wanted], Sequence[Fault]]:
        node, read_faults = kind.asked.read(query)
        faults = [*read_faults]
        since = updated_since(node, faults)
        equal = {name: text(node, name) for name in kind.keys}
        return (node, Wanted(equal=equal, title=text(node, kind.title), updated_since=since)), faults

    node, wanted = asked_by_query(call, reading)
    owner = actor.company.company_id
    async with transaction(door.pool, owner) as connection:
        total, found = await queries.page(connection, owner, kind, wanted, *lists.page(node))
    return Answer({"total_count": total, kind.name: [_listed(kind, one) for one in found]})


async def _keep(door: MastersDoor, kind: Kind, call: Call, *, known_only: bool) -> Answer | Response:
    """Register, update or delete: what is faultless is done, what is not is told, all in one answer."""
    actor = await door.guard.paying_actor(call.request)

    def reading(tree: Value) -> tuple[Value, list[Fault], list[Element], list[str]]:
        response_type = tree.get("response_type") if isinstance(tree, dict) else None
        unknown = [*kind.request.unknown(tree)] if door.sandbox else []
        return response_type, *read_masters(kind, tree), unknown

    response_type, read_faults, elements, unknown = await read_as(call, door.max_body_bytes, reading)
    faults = call.settle_format(response_type)
    faults += [fault for fault in read_faults if fault.path != "response_type"]
    if faults:
        raise Rejected([*faults, *(fault for element in elements for fault in element.faults)])

    async def work(connection: Connection) -> Answer:
        decision = await keep(
            connection, actor, door.clock, kind, elements, door.in_use, known_only=known_only
        )
        warnings = [*unknown, *_doubts(kind, decision.kept, call.language)]
        payload: dict[str, Value] = {
            kind.name: [_kept(kind, one) for one in decision.kept],
            "warning_list": [*warnings[:MOST_WARNINGS]] or None,
        }
        return Answer(payload, decision.faults, 400 if decision.faults else 200)

    return await once(door.pool, door.clock, caller_of(actor), call, work)


def _listed(kind: Kind, one: Listed) -> dict[str, Value]:
    told: dict[str, Value] = {
        **one.master.fields,
        "delete_flg": "1" if one.deleted else "0",
        "updated_at": wire_time(one.updated_at),
    }
    return {field.name: told.get(field.name) for field in kind.listed.fields}


def _doubts(kind: Kind, kept: Sequence[Kept], language: Language) -> Iterator[str]:
    for one in kept:
        if one.outcome != "deleted":
            for name, sentence in kind.doubts(one.fields, language):
                yield f"{kind.name}[{one.index}].{name}: {sentence}"


def _kept(kind: Kind, one: Kept) -> dict[str, Value]:
    told: dict[str, Value] = {**one.fields, "index": one.index, "outcome": one.outcome}
    return {field.name: told[field.name] for field in kind.kept.fields}
