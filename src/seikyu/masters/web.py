"""The screens of masters that are kept by code: list, one of them, and files in and out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form, read_form_with_files
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Unwritable
from seikyu.kit.jst import today
from seikyu.masters import queries, table
from seikyu.masters.actions.keep import keep
from seikyu.masters.forms import form_fields, sections, typed
from seikyu.masters.keeping import read_masters
from seikyu.masters.model import DELETE, DELETES, Kind, Master
from seikyu.masters.queries import InUse, Wanted
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.lists import Paging
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal
from seikyu.wire.values import Node

MAX_FILE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Screens:
    """What the screens of a few kinds need; they stand below one path, each a tab of the others."""

    pool: Pool
    clock: Clock
    pages: Pages
    sessions: Sessions
    in_use: InUse
    prefix: str
    kinds: Sequence[Kind]
    beside: "Beside | None" = None
    list_template: str = "masters/list.html"
    offers: Mapping[str, str] = field(default_factory=dict)
    """Where a usual set of masters can be taken over, by the name of their kind, while it has none."""


Beside: TypeAlias = Callable[[Request, Actor, Master], Awaitable[tuple[str, Mapping[str, object]]]]
"""What a slice shows beside the form of a master that is known: a template around the form's, its values."""
Handler: TypeAlias = Callable[[Screens, Kind, Request, Actor], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Row:
    """A master in the list."""

    href: str
    cells: Sequence[str]


def routes(screens: Screens) -> list[Route]:
    """Every page of every kind; `prefix` alone leads to the first."""

    async def first(_request: Request, _actor: Actor) -> Response:
        return RedirectResponse(screens.prefix + screens.kinds[0].name, 303)

    start = Route(screens.prefix.rstrip("/"), door(screens.pages, screens.sessions, first), methods=["GET"])
    return [start, *kind_routes(screens)]


def kind_routes(screens: Screens) -> list[Route]:
    """Every page of every kind."""

    def route(path: str, method: str, handler: Handler, kind: Kind) -> Route:
        async def screen(request: Request, actor: Actor) -> Response:
            return await handler(screens, kind, request, actor)

        endpoint = door(screens.pages, screens.sessions, screen)
        return Route(screens.prefix + kind.name + path, endpoint, methods=[method])

    found: list[Route] = []
    for kind in screens.kinds:
        found += [
            route("", "GET", _show_list, kind),
            route("/csv", "GET", _download, kind),
            route("/csv", "POST", _take_in, kind),
            route("/new", "GET", _show_new, kind),
            route("/new", "POST", _save, kind),
            route("/{master_id:uuid}", "GET", _show_one, kind),
            route("/{master_id:uuid}", "POST", _save, kind),
            route("/{master_id:uuid}/delete", "POST", _delete, kind),
        ]
    return found


async def _show_list(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    address = lists.read_address(request)
    number = lists.read_page(address)
    wanted = Wanted(equal={}, anything=address.given.get("q"))
    async with transaction(screens.pool, actor.company.company_id) as connection:
        start = (number - 1) * lists.PAGE_SIZE
        total, found = await queries.page(
            connection, actor.company.company_id, kind, wanted, start, lists.PAGE_SIZE
        )
    words = screens.pages.words(request)
    paging: Paging | None = lists.paging(address, words, number, total) if found else None
    return _page(
        screens,
        kind,
        request,
        screens.list_template,
        asked=address.given.get("q", ""),
        offer="" if address.given.get("q") else screens.offers.get(kind.name, ""),
        heads=[field.label for field in kind.shown],
        rows=[Row(_path(screens, kind, one.master), _cells(kind, one.master)) for one in found],
        paging=paging,
    )


async def _show_new(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    return await _form(screens, kind, request, actor, {}, (), None)


async def _show_one(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    master = await _found(screens, kind, request, actor)
    return await _form(screens, kind, request, actor, master.fields, (), master)


async def _save(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    given = typed(kind, await read_form(request))
    master = None
    if "master_id" in request.path_params:
        master = await _found(screens, kind, request, actor)
        given |= {name: master.fields[name] for name in kind.keys}
    faults, elements = read_masters(kind, {kind.name: [given]})
    async with transaction(screens.pool, actor.company.company_id) as connection:
        if master is None and not elements[0].faults:
            key = kind.key_of(elements[0].given)
            if key and await queries.there(connection, actor.company.company_id, kind.name, [key]):
                faults = [Fault(f"{kind.name}[0].{kind.keys[-1]}", codes.CODE_TAKEN)]
        if not faults:
            decision = await keep(
                connection, actor, screens.clock, kind, elements, screens.in_use, whole=True
            )
            faults = decision.faults
    if faults:
        return await _form(screens, kind, request, actor, given, faults, master, 400)
    return _left(screens, kind, "masters.notice.kept")


async def _delete(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    master = await _found(screens, kind, request, actor)
    given: Node = {**master.fields, DELETE.name: DELETES}
    _, elements = read_masters(kind, {kind.name: [given]})
    async with transaction(screens.pool, actor.company.company_id) as connection:
        decision = await keep(connection, actor, screens.clock, kind, elements, screens.in_use)
    if decision.faults:
        return await _form(screens, kind, request, actor, master.fields, decision.faults, master, 409)
    return _left(screens, kind, "masters.notice.deleted")


async def _download(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    encoding: Literal["utf-8", "cp932"] = (
        "cp932" if request.query_params.get("encoding") == "cp932" else "utf-8"
    )
    async with transaction(screens.pool, actor.company.company_id) as connection:
        masters = await queries.all_of(connection, actor.company.company_id, kind)
    try:
        content = table.write(kind, masters, encoding)
    except Unwritable as problem:
        raise Refusal(
            codes.CHARACTER_UNWRITABLE,
            status=409,
            character=problem.character,
            row=problem.row,
            column=problem.column,
        ) from None
    name = f"{kind.name}-{today(screens.clock):%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type="text/csv")


async def _take_in(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Response:
    _, files = await read_form_with_files(request, MAX_FILE_BYTES)
    if not files:
        raise Refusal(codes.REQUIRED, status=400, path="file", label="CSV")
    elements = table.read(kind, files[0].content)
    async with transaction(screens.pool, actor.company.company_id) as connection:
        decision = await keep(connection, actor, screens.clock, kind, elements, screens.in_use)
    language = screens.pages.words(request).language
    problems = [
        (found.row, found.column, found.fault.detail(language), found.fault.code.number)
        for found in (table.placed(kind, fault) for fault in decision.faults)
    ]
    if not problems:
        return _left(screens, kind, "masters.notice.taken_in")
    return _page(
        screens, kind, request, "masters/taken_in.html", 400, done=len(decision.kept), problems=problems
    )


async def _found(screens: Screens, kind: Kind, request: Request, actor: Actor) -> Master:
    master_id: UUID = request.path_params["master_id"]
    async with transaction(screens.pool, actor.company.company_id) as connection:
        master = await queries.one(connection, actor.company.company_id, kind, master_id)
    if master is None:
        raise Refusal(codes.MASTER_MISSING, status=404, label=kind.label)
    return master


async def _form(
    screens: Screens,
    kind: Kind,
    request: Request,
    actor: Actor,
    values: Node,
    faults: Sequence[Fault],
    master: Master | None,
    status: int = 200,
) -> Response:
    words = screens.pages.words(request)
    fields = form_fields(kind, values, faults, words, known=master is not None)
    shown = {field.name for field in fields if field.problem}
    others = [("", fault.detail(words.language)) for fault in faults if fault.path.endswith("]")]
    template: str = "masters/one.html"
    beside: Mapping[str, object] = {}
    if screens.beside is not None and master is not None:
        template, beside = await screens.beside(request, actor, master)
    return _page(
        screens,
        kind,
        request,
        template,
        status,
        **beside,
        sections=sections(kind, fields, words),
        problems=[*others, *((field.name, field.problem) for field in fields if field.name in shown)],
        path=None if master is None else _path(screens, kind, master),
        title=words("masters.new", label=kind.label) if master is None else str(values[kind.title] or ""),
    )


def _page(
    screens: Screens, kind: Kind, request: Request, template: str, status: int = 200, **values: object
) -> Response:
    tabs = [(each.label, screens.prefix + each.name, each is kind) for each in screens.kinds]
    return screens.pages.render(
        request, template, status, label=kind.label, tabs=tabs, here=screens.prefix + kind.name, **values
    )


def _left(screens: Screens, kind: Kind, notice: str) -> Response:
    answer = RedirectResponse(screens.prefix + kind.name, 303)
    notices.leave(answer, notice)
    return answer


def _path(screens: Screens, kind: Kind, master: Master) -> str:
    return f"{screens.prefix}{kind.name}/{master.master_id}"


def _cells(kind: Kind, master: Master) -> list[str]:
    choices = {field.name: getattr(field.kind, "choices", {}) for field in kind.shown}
    values = [(field.name, master.fields.get(field.name)) for field in kind.shown]
    return ["" if value is None else str(choices[name].get(value, value)) for name, value in values]
