"""The screens of payees: the list and form of masters, what is known beside it, putting payees in order."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.audit.queries import history
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.masters import queries as masters
from seikyu.masters import web as masters_web
from seikyu.masters.model import Master
from seikyu.masters.queries import InUse
from seikyu.payees import queries
from seikyu.payees.actions.merge import merge
from seikyu.payees.duplicates import Alike, Group, duplicates
from seikyu.payees.masters import PAYEES
from seikyu.payees.model import payee_of
from seikyu.payees.page import Around, beside
from seikyu.payees.papers import Papers
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.text_kinds import Choice

HERE = "/buyer/payees"
INVOICES_SHOWN = 10


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, in_use: InUse, papers: Papers
) -> list[Route]:
    """`/buyer/payees…`."""
    screens = PayeeScreens(pool, clock, pages, papers)

    def route(path: str, method: str, handler: Callable[[Request, Actor], Awaitable[Response]]) -> Route:
        return Route(HERE + path, door(pages, sessions, handler), methods=[method])

    kept = masters_web.Screens(
        pool,
        clock,
        pages,
        sessions,
        in_use,
        "/buyer/",
        [PAYEES],
        beside=screens.beside,
        list_template="payees/list.html",
    )
    return [
        route("/order", "GET", screens.show_order),
        route("/order", "POST", screens.assign),
        route("/{payee_id:uuid}/merge/{other_id:uuid}", "GET", screens.compare),
        route("/{payee_id:uuid}/merge/{other_id:uuid}", "POST", screens.merge),
        *masters_web.kind_routes(kept),
    ]


@dataclass(frozen=True, slots=True)
class PayeeScreens:
    """The pages beside those that all masters have."""

    pool: Pool
    clock: Clock
    pages: Pages
    papers: Papers

    async def beside(
        self, request: Request, actor: Actor, master: Master
    ) -> tuple[str, Mapping[str, object]]:
        """What is known of a payee beside what is kept of it."""
        owner, day, payee = actor.company.company_id, today(self.clock), payee_of(master)
        async with transaction(self.pool, owner) as connection:
            around = Around(
                await queries.companies_of(connection, owner, payee.payee_id),
                await queries.registration(connection, payee.registration_number, day),
                await duplicates(connection, owner, payee.payee_id),
                await self.papers.of(connection, owner, payee.payee_id, INVOICES_SHOWN),
                await history(connection, owner, "master", f"{PAYEES.name}/{payee.payee_id}"),
            )
        words = self.pages.words(request)
        shown = beside(f"{HERE}/{payee.payee_id}", payee, around, day, words)
        return "payees/one.html", {"beside": shown}

    async def show_order(self, request: Request, actor: Actor) -> Response:
        """Payees that may be the same, and invoices of none."""
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            found = await duplicates(connection, owner)
        words = self.pages.words(request)
        pairs = [
            (
                words(f"payees.sign.{group.sign}"),
                f"{first.code} {first.name}",
                f"{other.code} {other.name}",
                href,
            )
            for group in found
            for first, other, href in _pairs(group)
        ]
        return self.pages.render(request, "payees/order.html", here=HERE, label=PAYEES.label, pairs=pairs)

    async def assign(self, _request: Request, actor: Actor) -> Response:
        """Let invoices of no payee belong to those of their sellers."""
        owner = actor.company.company_id
        async with transaction(self.pool, owner) as connection:
            assigned = await self.papers.assign(connection, owner, self.clock())
        answer = RedirectResponse(f"{HERE}/order", 303)
        notices.leave(answer, "payees.notice.assigned" if assigned else "payees.notice.none_to_assign")
        return answer

    async def compare(self, request: Request, actor: Actor) -> Response:
        """Two payees side by side."""
        owner = actor.company.company_id
        first_id, other_id = _both(request)
        async with transaction(self.pool, owner) as connection:
            first = await masters.one(connection, owner, PAYEES, first_id)
            other = await masters.one(connection, owner, PAYEES, other_id)
        if first is None or other is None:
            raise Refusal(codes.MASTER_MISSING, status=404, label=PAYEES.label)
        rows = [
            (field.label, *(_cell(field.kind, master.fields.get(field.name)) for master in (first, other)))
            for field in PAYEES.fields
        ]
        return self.pages.render(
            request,
            "payees/compare.html",
            here=HERE,
            label=PAYEES.label,
            first=payee_of(first),
            other=payee_of(other),
            rows=[(label, one, two, one != two) for label, one, two in rows],
        )

    async def merge(self, request: Request, actor: Actor) -> Response:
        """Keep the one that was chosen."""
        form = await read_form(request)
        both = _both(request)
        kept = next((each for each in both if str(each) == "".join(form.get("keep", ()))), None)
        if kept is None:
            raise Refusal(codes.MASTER_MISSING, status=400, label=PAYEES.label)
        other = both[0] if kept == both[1] else both[1]
        async with transaction(self.pool, actor.company.company_id) as connection:
            await merge(connection, actor, self.clock(), kept, other, self.papers.move)
        answer = RedirectResponse(f"{HERE}/{kept}", 303)
        notices.leave(answer, "payees.notice.merged")
        return answer


def _both(request: Request) -> tuple[UUID, UUID]:
    return request.path_params["payee_id"], request.path_params["other_id"]


def _pairs(group: Group) -> list[tuple[Alike, Alike, str]]:
    first, *others = group.payees
    return [(first, other, f"{HERE}/{first.payee_id}/merge/{other.payee_id}") for other in others]


def _cell(kind: object, value: object) -> str:
    if value is None:
        return ""
    match kind:
        case Choice(choices=choices):
            return choices.get(str(value), str(value))
    return str(value)
