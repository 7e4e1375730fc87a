"""承認経路: the routes of each side in the order in which they are asked, and when approvers are reminded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Path

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import queries, setup_queries
from seikyu.approvals.actions import set_up
from seikyu.approvals.model import Group, Route, Step
from seikyu.approvals.web.sides import SideScreen
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

PATH = "/settings/approvals"
DAYS = (0, 1, 2, 3, 5, 7, 14)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a route: its name, the status the invoice has meanwhile, and who may decide."""

    name: str
    stage: str
    who: str


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route; `up` is empty for the first."""

    name: str
    href: str
    up: str
    active: bool
    conditions: Sequence[str]
    steps: Sequence[StepLine]


@dataclass(frozen=True, slots=True)
class SideView:
    """The routes of one side."""

    key: str
    title: str
    new: str
    rule: str
    advice: str
    routes: Sequence[RouteLine]


@dataclass(frozen=True, slots=True)
class RoutesPage:
    """The whole page."""

    may_change: bool
    sides: Sequence[SideView]
    days: Sequence[tuple[str, str]]
    chosen_days: str


def screens(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, sides: Sequence[SideScreen]
) -> list[Path]:
    """`/settings/approvals`, `…/remind` and `…/{side}/{route}/up`."""

    async def show(request: Request, actor: Actor) -> Response:
        words, owner = pages.words(request), actor.company.company_id
        async with transaction(pool, owner) as connection:
            views = [await _side(connection, owner, screen, words) for screen in sides]
            days = await queries.remind_after_days(connection, owner)
        offered = [(str(n), words("approvals.remind.days", days=n)) for n in sorted({*DAYS[1:], days} - {0})]
        offered.insert(0, ("0", words("approvals.remind.never")))
        page = RoutesPage(actor.administrator, views, offered, str(days))
        return pages.render(request, "approvals/routes.html", page=page)

    async def remind(request: Request, actor: Actor) -> Response:
        given = first(await read_form(request), "days")
        if given not in map(str, DAYS):
            raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
        async with transaction(pool, actor.company.company_id) as connection:
            await set_up.remind_after(connection, actor, int(given), clock())
        answer = RedirectResponse(PATH, 303)
        notices.leave(answer, "approvals.notice.remind_kept")
        return answer

    async def up(request: Request, actor: Actor) -> Response:
        screen, key = screen_of(request, sides), id_of(request, "route_id", codes.ROUTE_UNKNOWN)
        async with transaction(pool, actor.company.company_id) as connection:
            await set_up.move_route_up(connection, actor, screen.side, key, clock())
        return RedirectResponse(PATH, 303)

    return [
        Path(PATH, door(pages, sessions, show), methods=["GET"]),
        Path(f"{PATH}/remind", door(pages, sessions, remind), methods=["POST"]),
        Path(f"{PATH}/{{side}}/{{route_id}}/up", door(pages, sessions, up), methods=["POST"]),
    ]


def screen_of(request: Request, sides: Sequence[SideScreen]) -> SideScreen:
    """The side a path names; 404 where there is none."""
    found = next((one for one in sides if one.side == request.path_params["side"]), None)
    if found is None:
        raise Refusal(codes.ROUTE_UNKNOWN, status=404)
    return found


def id_of(request: Request, name: str, unknown: Code) -> UUID:
    """The id that a path holds; 404 when it is none."""
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise Refusal(unknown, status=404) from None


async def _side(connection: Connection, owner: int, screen: SideScreen, words: Words) -> SideView:
    routes = await setup_queries.routes(connection, owner, screen.side)
    groups = {group.group_id: group for group in await setup_queries.groups(connection, owner)}
    people = {one for route in routes for step in route.steps for one in step.user_ids}
    names = await setup_queries.names(connection, owner, people)
    named = {one for route in routes for one in route.conditions.partner_ids}
    partners = await screen.write(connection, owner, named)
    return SideView(
        screen.side,
        words(f"approvals.side.{screen.side}"),
        f"{PATH}/{screen.side}/new",
        words(f"approvals.rule.{screen.side}"),
        words(f"approvals.none_advice.{screen.side}"),
        [_route(route, place, groups, names, partners, words) for place, route in enumerate(routes)],
    )


def _route(
    route: Route,
    place: int,
    groups: Mapping[UUID, Group],
    names: Mapping[int, str],
    partners: Mapping[str, str],
    words: Words,
) -> RouteLine:
    href = f"{PATH}/{route.side}/{route.route_id}"
    return RouteLine(
        route.name,
        href,
        f"{href}/up" if place else "",
        route.active,
        _conditions(route, partners, words),
        [
            StepLine(step.name, words(f"approvals.stage.{step.stage}"), _who(step, groups, names))
            for step in route.steps
        ],
    )


def _conditions(route: Route, partners: Mapping[str, str], words: Words) -> list[str]:
    given = route.conditions
    found = []
    if given.amount_from is not None:
        found.append(words("approvals.condition.amount_from", amount=yen(given.amount_from)))
    if given.amount_to is not None:
        found.append(words("approvals.condition.amount_to", amount=yen(given.amount_to)))
    if given.partner_ids:
        listed = "、".join(sorted({partners.get(one, one) for one in given.partner_ids}))
        found.append(words(f"approvals.condition.partners.{route.side}", partners=listed))
    if given.department is not None:
        found.append(words(f"approvals.condition.department.{route.side}", department=given.department))
    return found or [words("approvals.condition.none")]


def _who(step: Step, groups: Mapping[UUID, Group], names: Mapping[int, str]) -> str:
    named = [names.get(one, str(one)) for one in step.user_ids]
    group = None if step.group_id is None else groups.get(step.group_id)
    return "、".join([*([] if group is None else [group.name]), *named])
