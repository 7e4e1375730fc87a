"""Asking for access on screen, and taking that back."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Plan, administrators_only
from seikyu.applications.actions.apply import apply, withdraw
from seikyu.applications.model import Access, Status
from seikyu.applications.web.place import HERE, Place, done
from seikyu.applications.wire import ACCESS_REQUEST
from seikyu.db.pool import transaction
from seikyu.http.forms import first, read_form
from seikyu.ui import sheets
from seikyu.ui.sheets import NO_PROBLEMS, Problems
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.values import text

LABELS = "applications.apply."
FIELDS = ("purpose", "contact")


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The whole page."""

    action: str
    title: str
    means: str
    typed: Mapping[str, str]
    wrong: Problems


def routes(place: Place) -> list[Route]:
    """`/settings/api/apply/{access}` and `/settings/api/requests/{request_id}/withdraw`."""

    async def ask(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        if actor.company.plan is not Plan.PAID:
            raise Refusal(codes.OPTIONS_FOR_PAYING, status=403)
        blank = dict.fromkeys(FIELDS, "")
        page = _view(_access(request, place), blank, place.pages.words(request))
        return place.pages.render(request, "applications/apply.html", page=page)

    async def send(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        access, form = _access(request, place), await read_form(request)
        typed = {name: first(form, name).strip() for name in FIELDS}
        node, faults = ACCESS_REQUEST.read({**typed})
        if faults:
            words = place.pages.words(request)
            wrong = sheets.problems(faults, LABELS, words, typed)
            page = _view(access, typed, words, wrong)
            return place.pages.render(request, "applications/apply.html", 400, page=page)
        purpose, contact = (text(node, name) or "" for name in FIELDS)
        async with transaction(place.pool, actor.company.company_id) as connection:
            status = await apply(
                connection, actor, place.clock, access, purpose, contact, sandbox=place.sandbox
            )
        return done(HERE, "granted" if status is Status.GRANTED else "applied")

    async def take_back(request: Request, actor: Actor) -> Response:
        try:
            request_id = UUID(request.path_params["request_id"])
        except ValueError:
            raise Refusal(codes.ACCESS_NOT_OPEN, status=404) from None
        async with transaction(place.pool, actor.company.company_id) as connection:
            await withdraw(connection, actor, place.clock, request_id)
        return done(HERE, "withdrawn")

    return [
        place.route(f"{HERE}/apply/{{access}}", "GET", ask),
        place.route(f"{HERE}/apply/{{access}}", "POST", send),
        place.route(f"{HERE}/requests/{{request_id}}/withdraw", "POST", take_back),
    ]


def _access(request: Request, place: Place) -> Access:
    offered = [Access.API] if place.sandbox else [*Access]
    for access in offered:
        if access == request.path_params["access"]:
            return access
    raise Refusal(codes.PATH_UNKNOWN, status=404)


def _view(access: Access, typed: Mapping[str, str], words: Words, wrong: Problems = NO_PROBLEMS) -> ApplyPage:
    title, means = (words(f"applications.{part}.{access}") for part in ("access", "means"))
    return ApplyPage(f"{HERE}/apply/{access}", title, means, typed, wrong)
