"""役割: groups of people, any one of whom decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.queries import users_of
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import setup_queries
from seikyu.approvals.actions import set_up
from seikyu.approvals.model import NAME_LENGTH, Group
from seikyu.approvals.web.people import Person, people_view
from seikyu.approvals.web.route_list import id_of
from seikyu.approvals.web.routes import MOST_FIELDS, NEW, leave_for
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/settings/groups"
ONE = f"{PATH}/{{group_id}}"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group and its members."""

    name: str
    href: str
    members: str


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The form of one group."""

    title: str
    action: str
    delete: str
    name: str
    limit: int
    people: Sequence[Person]
    problems: Sequence[tuple[str, str]]


def screens(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Path]:
    """`/settings/groups` and `/settings/groups/{group}`, where a new one is called `new`."""

    async def show_all(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            groups = await setup_queries.groups(connection, owner)
            people = {one for group in groups for one in group.member_ids}
            names = await setup_queries.names(connection, owner, people)
        lines = [
            GroupLine(
                group.name,
                f"{PATH}/{group.group_id}",
                "、".join(names.get(one, str(one)) for one in group.member_ids),
            )
            for group in groups
        ]
        return pages.render(request, "approvals/groups.html", groups=lines, may_change=actor.administrator)

    async def show_one(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        async with transaction(pool, actor.company.company_id) as connection:
            group = None if _new(request) else await _found(connection, actor, request)
            name, members = ("", ()) if group is None else (group.name, group.member_ids)
            page = await _view(
                connection, actor, request, name, [str(one) for one in members], (), pages.words(request)
            )
        return pages.render(request, "approvals/group.html", page=page)

    async def send(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        form, words = await read_form(request, MOST_FIELDS), pages.words(request)
        name, members, now = first(form, "name").strip(), form.get("user", []), clock()
        async with transaction(pool, actor.company.company_id) as connection:
            group_id = new_id(now) if _new(request) else (await _found(connection, actor, request)).group_id
            users = await users_of(connection, actor.company.company_id)
            ids = tuple(user.user_id for user in users if str(user.user_id) in members)
            problems = await _problems(connection, actor, Group(group_id, name, ids), words)
            if problems:
                page = await _view(connection, actor, request, name, members, problems, words)
            else:
                await set_up.keep_group(connection, actor, Group(group_id, name, ids), now)
        if problems:
            return pages.render(request, "approvals/group.html", 400, page=page)
        return leave_for(PATH, "group_kept")

    async def delete(request: Request, actor: Actor) -> Response:
        group_id = id_of(request, "group_id", codes.GROUP_UNKNOWN)
        async with transaction(pool, actor.company.company_id) as connection:
            await set_up.delete_group(connection, actor, group_id, clock())
        return leave_for(PATH, "group_deleted")

    return [
        Path(PATH, door(pages, sessions, show_all), methods=["GET"]),
        Path(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Path(ONE, door(pages, sessions, send), methods=["POST"]),
        Path(f"{ONE}/delete", door(pages, sessions, delete), methods=["POST"]),
    ]


def _new(request: Request) -> bool:
    return bool(request.path_params["group_id"] == NEW)


async def _found(connection: Connection, actor: Actor, request: Request) -> Group:
    key: UUID = id_of(request, "group_id", codes.GROUP_UNKNOWN)
    groups = await setup_queries.groups(connection, actor.company.company_id)
    found = next((group for group in groups if group.group_id == key), None)
    if found is None:
        raise Refusal(codes.GROUP_UNKNOWN, status=404)
    return found


async def _problems(
    connection: Connection, actor: Actor, group: Group, words: Words
) -> list[tuple[str, str]]:
    found = []
    others = await setup_queries.groups(connection, actor.company.company_id)
    if not 0 < len(group.name) <= NAME_LENGTH:
        found.append(("name", words("approvals.problem.nameless", at=0, stage="")))
    if any(one.name == group.name and one.group_id != group.group_id for one in others):
        found.append(("name", words("approvals.problem.group_name_taken")))
    if not group.member_ids:
        found.append(("people", words("approvals.problem.no_member")))
    return found


async def _view(
    connection: Connection,
    actor: Actor,
    request: Request,
    name: str,
    members: Sequence[str],
    problems: Sequence[tuple[str, str]],
    words: Words,
) -> GroupPage:
    users = await users_of(connection, actor.company.company_id)
    path = request.url.path
    return GroupPage(
        words("approvals.group.new" if _new(request) else "approvals.group.change"),
        path,
        "" if _new(request) else f"{path}/delete",
        name,
        NAME_LENGTH,
        people_view(users, members),
        problems,
    )
