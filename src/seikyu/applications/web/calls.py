"""What a program called in the last days: the list, and one call with its faults and perhaps its bodies."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.applications import queries
from seikyu.applications.actions.office import find
from seikyu.applications.model import Bodies, CallFilter
from seikyu.applications.web.call_rows import CallRow, row_of
from seikyu.applications.web.place import ONE, Place, address_of, client_id_of
from seikyu.db.pool import transaction
from seikyu.kit.jst import start_of_day
from seikyu.ui import lists
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

FIELDS = ("outcome", "code", "at_date_from", "at_date_to")
PLACE = re.compile(r"\{\w+\}")
OUTCOMES = {"done": 2, "faults": 4, "failed": 5}


@dataclass(frozen=True, slots=True)
class CallList:
    """The whole page of the list; `older` leads on."""

    name: str
    program: str
    action: str
    given: Mapping[str, str]
    outcomes: Sequence[tuple[str, str]]
    chips: Sequence[Chip]
    clear: str
    problems: Sequence[str]
    rows: Sequence[CallRow]
    older: str | None


@dataclass(frozen=True, slots=True)
class OneCall:
    """The whole page of one call; faults are codes with their sentences."""

    name: str
    program: str
    back: str
    row: CallRow
    faults: Sequence[tuple[str, str]]
    bodies: Bodies | None
    may_see_bodies: bool


def routes(place: Place) -> list[Route]:
    """`…/calls` and `…/calls/{call_id}`."""

    async def show_list(request: Request, actor: Actor) -> Response:
        client_id, words = client_id_of(request), place.pages.words(request)
        address = lists.read_address(request)
        inputs = Inputs(address, words)
        wanted = _wanted(address, inputs)
        async with transaction(place.pool, actor.company.company_id) as connection:
            known = await find(connection, place.office(actor), client_id)
            found = await queries.calls(
                connection, actor.company.company_id, client_id, wanted, lists.PAGE_SIZE + 1
            )
        shown = found[: lists.PAGE_SIZE]
        page = CallList(
            name=known.name,
            program=address_of(client_id),
            action=address.path,
            given={name: address.given.get(name, "") for name in FIELDS},
            outcomes=[(name, words(f"applications.chip.outcome.{name}")) for name in OUTCOMES],
            chips=lists.chips(address, words, "applications", FIELDS),
            clear=address.path,
            problems=inputs.problems,
            rows=[row_of(call, words) for call in shown],
            older=address.link(before=str(shown[-1].call_id)) if len(found) > len(shown) else None,
        )
        return place.pages.render(request, "applications/calls.html", page=page)

    async def show_one(request: Request, actor: Actor) -> Response:
        client_id, words = client_id_of(request), place.pages.words(request)
        async with transaction(place.pool, actor.company.company_id) as connection:
            known = await find(connection, place.office(actor), client_id)
            call_id = _uuid(request.path_params["call_id"])
            found = call_id and await queries.call(connection, actor.company.company_id, client_id, call_id)
        if not found:
            raise Refusal(codes.CALL_UNKNOWN, status=404)
        call, bodies = found
        page = OneCall(
            known.name,
            address_of(client_id),
            f"{address_of(client_id)}/calls",
            row_of(call, words),
            [(number, _sentence(number, words)) for number in call.error_codes],
            bodies if actor.administrator else None,
            actor.administrator,
        )
        return place.pages.render(request, "applications/call.html", page=page)

    return [
        place.route(f"{ONE}/calls", "GET", show_list),
        place.route(f"{ONE}/calls/{{call_id}}", "GET", show_one),
    ]


def _wanted(address: Address, inputs: Inputs) -> CallFilter:
    since = inputs.day("at_date_from", "applications.call.at")
    until = inputs.day("at_date_to", "applications.call.at")
    code = inputs.text("code")
    return CallFilter(
        OUTCOMES.get(address.given.get("outcome", "")),
        code.upper() if code else None,
        start_of_day(since) if since else None,
        start_of_day(until + timedelta(days=1)) if until else None,
        _uuid(address.given.get("before", "")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sentence(number: str, words: Words) -> str:
    code = codes.REGISTRY.get(number)
    if code is None:
        return ""
    # Which field or value it was is not kept: the answer told it.
    return PLACE.sub("…", code.ja if words.language == "ja" else code.en)
