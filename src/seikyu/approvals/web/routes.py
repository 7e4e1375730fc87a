"""One approval route: made, changed, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Path

from seikyu.accounts.model import Actor, User, administrators_only
from seikyu.accounts.queries import users_of
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import setup_queries
from seikyu.approvals.actions import set_up
from seikyu.approvals.model import NAME_LENGTH, Group
from seikyu.approvals.web.people import Person, people_view
from seikyu.approvals.web.route_form import (
    DEPARTMENT_LENGTH,
    Known,
    RouteTyped,
    blank,
    changed,
    read_typed,
    route_of,
    typed_of,
)
from seikyu.approvals.web.route_list import PATH, id_of, screen_of
from seikyu.approvals.web.sides import SideScreen
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

MOST_FIELDS = 5000
ONE = f"{PATH}/{{side}}/{{route_id}}"
NEW = "new"


@dataclass(frozen=True, slots=True)
class StepView:
    """A step in the form; field names begin with `key`."""

    key: str
    at: int
    title: str
    name: str
    stage: str
    group: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class RoutePage:
    """The whole page."""

    title: str
    action: str
    delete: str
    typed: RouteTyped
    steps: Sequence[StepView]
    stages: Sequence[tuple[str, str]]
    groups: Sequence[tuple[str, str]]
    rule: str
    department: str
    name_limit: int
    department_limit: int
    problems: Sequence[tuple[str, str]]


def screens(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, sides: Sequence[SideScreen]
) -> list[Path]:
    """`/settings/approvals/{side}/{route}`, where a new route is called `new`."""

    async def show(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        screen, key = screen_of(request, sides), request.path_params["route_id"]
        async with transaction(pool, actor.company.company_id) as connection:
            typed = blank(screen.side) if key == NEW else await _typed(connection, actor, screen, request)
            people, groups = await _around(connection, actor)
        page = _view(request.url.path, screen, typed, people, groups, (), pages.words(request))
        return pages.render(request, "approvals/route.html", page=page)

    async def send(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        screen, words = screen_of(request, sides), pages.words(request)
        form = await read_form(request, MOST_FIELDS)
        typed, wish = read_typed(form), first(form, "do")
        owner, new = actor.company.company_id, request.path_params["route_id"] == NEW
        now = clock()
        async with transaction(pool, owner) as connection:
            people, groups = await _around(connection, actor)
            if wish and wish != "save":
                typed = changed(typed, wish, screen.side)
                page = _view(request.url.path, screen, typed, people, groups, (), words)
                return pages.render(request, "approvals/route.html", page=page)
            partners = await screen.find(connection, owner, typed.partner_texts)
            route_id = new_id(now) if new else (await _found(connection, actor, screen, request))
            known = Known(frozenset(user.user_id for user in people), groups, partners)
            route, problems = route_of(typed, screen.side, route_id, known, words)
            if not problems:
                await set_up.keep_route(connection, actor, route, now)
        if problems:
            page = _view(request.url.path, screen, typed, people, groups, problems, words)
            return pages.render(request, "approvals/route.html", 400, page=page)
        return leave_for(PATH, "route_kept")

    async def delete(request: Request, actor: Actor) -> Response:
        screen = screen_of(request, sides)
        async with transaction(pool, actor.company.company_id) as connection:
            route_id = id_of(request, "route_id", codes.ROUTE_UNKNOWN)
            await set_up.delete_route(connection, actor, screen.side, route_id, clock())
        return leave_for(PATH, "route_deleted")

    return [
        Path(ONE, door(pages, sessions, show), methods=["GET"]),
        Path(ONE, door(pages, sessions, send), methods=["POST"]),
        Path(f"{ONE}/delete", door(pages, sessions, delete), methods=["POST"]),
    ]


def leave_for(path: str, notice: str) -> Response:
    """Go on to a page and have it say so."""
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"approvals.notice.{notice}")
    return answer


async def _typed(connection: Connection, actor: Actor, screen: SideScreen, request: Request) -> RouteTyped:
    owner = actor.company.company_id
    key = id_of(request, "route_id", codes.ROUTE_UNKNOWN)
    route = await setup_queries.route(connection, owner, screen.side, key)
    if route is None:
        raise Refusal(codes.ROUTE_UNKNOWN, status=404)
    return typed_of(route, await screen.write(connection, owner, route.conditions.partner_ids))


async def _found(connection: Connection, actor: Actor, screen: SideScreen, request: Request) -> UUID:
    key = id_of(request, "route_id", codes.ROUTE_UNKNOWN)
    if await setup_queries.route(connection, actor.company.company_id, screen.side, key) is None:
        raise Refusal(codes.ROUTE_UNKNOWN, status=404)
    return key


async def _around(connection: Connection, actor: Actor) -> tuple[list[User], list[Group]]:
    owner = actor.company.company_id
    return await users_of(connection, owner), await setup_queries.groups(connection, owner)


def _view(
    path: str,
    screen: SideScreen,
    typed: RouteTyped,
    people: Sequence[User],
    groups: Sequence[Group],
    problems: Sequence[tuple[str, str]],
    words: Words,
) -> RoutePage:
    new = path.endswith(f"/{NEW}")
    steps = [
        StepView(
            f"step{at}",
            at,
            words("approvals.route.step", at=at),
            step.name,
            step.stage,
            step.group,
            people_view(people, step.users),
        )
        for at, step in enumerate(typed.steps, start=1)
    ]
    return RoutePage(
        title=words("approvals.route.new" if new else "approvals.route.change"),
        action=path,
        delete="" if new else f"{path}/delete",
        typed=typed,
        steps=steps,
        stages=[(str(one), words(f"approvals.stage.{one}")) for one in screen.side.stages],
        groups=[("", words("approvals.route.no_group")), *((str(g.group_id), g.name) for g in groups)],
        rule=words(f"approvals.rule.{screen.side}"),
        department=words(f"approvals.department.{screen.side}"),
        name_limit=NAME_LENGTH,
        department_limit=DEPARTMENT_LENGTH,
        problems=problems,
    )
