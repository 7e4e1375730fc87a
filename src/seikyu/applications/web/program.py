"""One program on screen: what is kept about it, its secrets, who it acts for, and what is done about it."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.applications import queries
from seikyu.applications.actions import keep
from seikyu.applications.actions.end_tokens import end_tokens
from seikyu.applications.actions.office import Office, find
from seikyu.applications.model import CallFilter, Program
from seikyu.applications.web.place import ONE, Place, address_of, client_id_of, done
from seikyu.applications.web.program_view import Known, typed_from, view
from seikyu.applications.web.typed import stated_in, typed_of
from seikyu.audit.queries import history
from seikyu.db.pool import Connection, transaction
from seikyu.http.forms import first, read_form
from seikyu.oauth.client_queries import OwnClient, holders, secrets
from seikyu.ui import sheets
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

LABELS = "applications.program."
TEMPLATE = "applications/program.html"
LATEST = 5
ACTS: dict[str, Callable[[Connection, Office, str], Awaitable[None]]] = {
    "disable": keep.disable,
    "enable": keep.enable,
    "bodies": keep.keep_bodies,
    "no-bodies": keep.stop_bodies,
}


def routes(place: Place) -> list[Route]:
    """`/settings/api/programs/{client_id}…`."""

    async def show(request: Request, actor: Actor) -> Response:
        async with transaction(place.pool, actor.company.company_id) as connection:
            known = await _known(connection, place, actor, client_id_of(request))
        page = view(known, typed_from(known.client), actor, place, place.pages.words(request))
        return place.pages.render(request, TEMPLATE, page=page)

    async def save(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        client_id, form = client_id_of(request), await read_form(request)
        typed, began_from, office = typed_of(form), first(form, "seen"), place.office(actor)
        async with transaction(place.pool, office.owner) as connection:
            stated = _stated(typed, await find(connection, office, client_id), place)
            faults: list[Fault] = await keep.change(connection, office, client_id, stated, began_from)
            known = await _known(connection, place, actor, client_id)
        if not faults:
            return done(address_of(client_id), "changed")
        words, overtaken = place.pages.words(request), any(f.code is codes.EDITED_MEANWHILE for f in faults)
        wrong = sheets.problems(faults, LABELS, words, typed)
        seen = None if overtaken else began_from
        page = view(known, typed, actor, place, words, wrong, began_from=seen)
        return place.pages.render(request, TEMPLATE, 409 if overtaken else 400, page=page)

    async def act(what: str, request: Request, actor: Actor) -> Response:
        client_id, office = client_id_of(request), place.office(actor)
        async with transaction(place.pool, office.owner) as connection:
            await ACTS[what](connection, office, client_id)
        return done(address_of(client_id), what.replace("-", "_"))

    async def end(request: Request, actor: Actor) -> Response:
        client_id, family = client_id_of(request), first(await read_form(request), "family")
        office = place.office(actor)
        async with transaction(place.pool, office.owner) as connection:
            await end_tokens(connection, office, client_id, _uuid(family) if family else None)
        return done(f"{address_of(client_id)}", "tokens_ended")

    return [
        place.route(ONE, "GET", show),
        place.route(ONE, "POST", save),
        *(place.route(f"{ONE}/{what}", "POST", partial(act, what)) for what in ACTS),
        place.route(f"{ONE}/tokens/end", "POST", end),
    ]


async def _known(connection: Connection, place: Place, actor: Actor, client_id: str) -> Known:
    office, now = place.office(actor), place.clock()
    owner = office.owner
    return Known(
        await find(connection, office, client_id),
        await secrets(connection, owner, client_id, now),
        await holders(connection, owner, client_id, now),
        await queries.calls(connection, owner, client_id, CallFilter(), LATEST),
        await history(connection, owner, "client", client_id),
        now,
    )


def _stated(typed: dict[str, str], known: OwnClient, place: Place) -> Program:
    # Production looks at no addresses and does not ask for them: those that are kept stay.
    addresses = typed["addresses"] if place.sandbox else " ".join(keep.addresses_of(known))
    return stated_in({**typed, "client_id": "", "addresses": addresses})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(codes.PROGRAM_UNKNOWN, status=404) from None
