"""Registering a program: the secret stands on the answer itself, once, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.applications.actions.register import Registered, register
from seikyu.applications.web.place import NEW, Place, address_of, done
from seikyu.applications.web.typed import lines, stated_in, typed_of
from seikyu.db.pool import Connection, transaction
from seikyu.http.forms import first, read_form
from seikyu.oauth.client_queries import client
from seikyu.oauth.rules import LOOPBACK_NETWORKS
from seikyu.oauth.tokens import new_client_id
from seikyu.ui import sheets
from seikyu.ui.sheets import NO_PROBLEMS, Problems
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LABELS = "applications.program."
TEMPLATE = "applications/new.html"


@dataclass(frozen=True, slots=True)
class NewPage:
    """The whole page; `allotted` is the id that a program gets that asks for none."""

    typed: Mapping[str, str]
    public: bool
    allotted: str
    sandbox: bool
    wrong: Problems


def routes(place: Place) -> list[Route]:
    """`/settings/api/programs/new`."""

    async def ask(request: Request, actor: Actor) -> Response:
        _may(actor)
        typed = {**typed_of({}), "addresses": lines(LOOPBACK_NETWORKS)}
        page = NewPage(typed, False, new_client_id(), place.sandbox, NO_PROBLEMS)
        return place.pages.render(request, TEMPLATE, page=page)

    async def add(request: Request, actor: Actor) -> Response:
        _may(actor)
        form = await read_form(request)
        typed, allotted = typed_of(form), first(form, "allotted")
        public, owner = first(form, "kind") == "public", actor.company.company_id
        stated = stated_in({**typed, "client_id": typed["client_id"] or allotted})
        async with transaction(place.pool, owner) as connection:
            if stated.client_id and await _is_reload(connection, place, owner, stated.client_id, stated.name):
                return done(address_of(stated.client_id), "registered_before")
            outcome = await register(
                connection,
                owner,
                actor.author,
                place.clock,
                stated,
                place.environment,
                confidential=not public,
            )
        if not isinstance(outcome, Registered):
            words = place.pages.words(request)
            wrong = sheets.problems(outcome, LABELS, words, typed)
            page = NewPage(typed, public, allotted, place.sandbox, wrong)
            return place.pages.render(request, TEMPLATE, 400, page=page)
        if outcome.secret is None:
            return done(address_of(outcome.client_id), "registered")
        return place.pages.render(
            request,
            "applications/secret.html",
            name=stated.name,
            client_id=outcome.client_id,
            secret=outcome.secret,
            onward=address_of(outcome.client_id),
            old_until=None,
        )

    return [place.route(NEW, "GET", ask), place.route(NEW, "POST", add)]


def _may(actor: Actor) -> None:
    administrators_only(actor)
    if not actor.company.may_use_api:
        raise Refusal(codes.PAYING_ISSUERS_ONLY, status=403)


async def _is_reload(connection: Connection, place: Place, owner: int, client_id: str, name: str) -> bool:
    # A form that is sent twice finds its own program there, and is shown that instead of a refusal.
    known = await client(connection, owner, client_id, place.environment)
    return known is not None and known.name == name
