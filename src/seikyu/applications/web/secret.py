"""A secret that follows another, on screen: shown on the answer itself, once; a reload changes nothing."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.applications.actions.office import find
from seikyu.applications.actions.secrets import end_old, rotate
from seikyu.applications.model import OVERLAPS
from seikyu.applications.web.place import ONE, Place, address_of, client_id_of, done
from seikyu.db.pool import transaction
from seikyu.http.forms import first, read_form
from seikyu.ui.format import moment
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


def routes(place: Place) -> list[Route]:
    """`…/secret` and `…/secret/end`."""

    async def renew(request: Request, actor: Actor) -> Response:
        client_id, form = client_id_of(request), await read_form(request)
        overlap = OVERLAPS.get(first(form, "overlap"), timedelta(0))
        office = place.office(actor)
        try:
            async with transaction(place.pool, office.owner) as connection:
                secret = await rotate(connection, office, client_id, overlap, first(form, "seen"))
                known = await find(connection, office, client_id)
        except Refusal as refusal:
            if refusal.code is not codes.SECRET_MOVED:
                raise
            return done(address_of(client_id), "secret_moved")
        return place.pages.render(
            request,
            "applications/secret.html",
            name=known.name,
            client_id=client_id,
            secret=secret,
            onward=address_of(client_id),
            old_until=moment(place.clock() + overlap) if overlap else None,
        )

    async def end(request: Request, actor: Actor) -> Response:
        client_id, office = client_id_of(request), place.office(actor)
        async with transaction(place.pool, office.owner) as connection:
            await end_old(connection, office, client_id)
        return done(address_of(client_id), "secret_ended")

    return [place.route(f"{ONE}/secret", "POST", renew), place.route(f"{ONE}/secret/end", "POST", end)]
