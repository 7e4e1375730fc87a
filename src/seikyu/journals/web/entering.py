"""Entering the slip of one invoice on screen: proposed, changed, saved, confirmed, reopened."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.journals import queries
from seikyu.journals.actions.keep import Given, keep
from seikyu.journals.actions.lay_out import papers_of, proposals
from seikyu.journals.actions.reopen import reopen
from seikyu.journals.chart import Chart
from seikyu.journals.entering import decide
from seikyu.journals.model import Entry, Proposal, Slip
from seikyu.journals.paper import Paper
from seikyu.journals.queries import Exported
from seikyu.journals.web import typed
from seikyu.journals.web.typed import CELLS, Row
from seikyu.journals.web.view import slip_view, sums_view
from seikyu.journals.wire import MOST_ENTRIES
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.open import find
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

ONE = "/buyer/invoices/{invoice_mng_num}/journal"
MOST_BYTES = 1024 * 1024
MOST_FIELDS = MOST_ENTRIES * (len(CELLS) + 1)
COMMENT_LENGTH = 500
KEEPS = {"save": "journals.notice.saved", "confirm": "journals.notice.confirmed"}


Handler: TypeAlias = Callable[["Screens", Request, Actor], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Screens:
    """What the handlers need."""

    pool: Pool
    clock: Clock
    pages: Pages
    exported: Exported


@dataclass(frozen=True, slots=True)
class Laid:
    """What a page of a slip is made from."""

    paper: Paper
    slip: Slip | None
    chart: Chart


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, exported: Exported) -> list[Route]:
    """`/buyer/invoices/{n}/journal`, its sums, and reopening it."""
    screens = Screens(pool, clock, pages, exported)

    def route(path: str, method: str, handler: Handler) -> Route:
        async def screen(request: Request, actor: Actor) -> Response:
            return await handler(screens, request, actor)

        return Route(path, door(pages, sessions, screen), methods=[method])

    return [
        route(ONE, "GET", _show),
        route(ONE, "POST", _enter),
        route(ONE + "/sums", "POST", _sums),
        route(ONE + "/reopen", "POST", _reopen),
    ]


async def _show(screens: Screens, request: Request, actor: Actor) -> Response:
    """The slip as it was kept; where there is none, what is proposed."""
    owner, number = actor.company.company_id, _number(request)
    async with transaction(screens.pool, owner) as connection:
        laid = await _laid(connection, owner, number)
        shown: Slip | Proposal | None = laid.slip
        if shown is None:
            shown = (await proposals(connection, owner, [laid.paper], laid.chart))[number]
    rows = [typed.row_of(entry) for entry in shown.entries]
    return _page(screens, request, laid, rows, shown.slip_date.isoformat())


async def _enter(screens: Screens, request: Request, actor: Actor) -> Response:
    fields = await read_form(request, MOST_FIELDS, MOST_BYTES)
    number, doing = _number(request), first(fields, "do")
    async with transaction(screens.pool, actor.company.company_id) as connection:
        laid = await _laid(connection, actor.company.company_id, number)
    rows = typed.rows_in(fields)
    slip_date, revision = first(fields, "slip_date"), _count(fields, "revision")
    if doing not in KEEPS:
        return _page(screens, request, laid, typed.done(rows, fields), slip_date, (), revision)
    read = typed.read(rows, laid.chart)
    day, faults = _day(slip_date)
    faults += read.faults
    if not faults:
        given = Given(day, _count(fields, "version"), revision, read.rows)
        try:
            async with transaction(screens.pool, actor.company.company_id) as connection:
                await keep(connection, actor, screens.clock, number, given, confirm=doing == "confirm")
        except Rejected as rejected:
            faults += rejected.faults
    if faults:
        return _page(screens, request, laid, rows, slip_date, faults, revision)
    answer = RedirectResponse(request.url.path, 303)
    notices.leave(answer, KEEPS[doing])
    return answer


async def _sums(screens: Screens, request: Request, actor: Actor) -> Response:
    """Both sides of what stands in the form, while somebody types."""
    fields = await read_form(request, MOST_FIELDS, MOST_BYTES)
    async with transaction(screens.pool, actor.company.company_id) as connection:
        laid = await _laid(connection, actor.company.company_id, _number(request))
    read = typed.read(typed.rows_in(fields), laid.chart)
    entries = decide(read.rows, laid.paper, laid.chart, confirm=False).entries
    return screens.pages.render(request, "journals/sums.html", sums=sums_view(entries, laid.paper.amount))


async def _reopen(screens: Screens, request: Request, actor: Actor) -> Response:
    fields = await read_form(request)
    number, comment = _number(request), first(fields, "comment").strip()[:COMMENT_LENGTH] or None
    async with transaction(screens.pool, actor.company.company_id) as connection:
        await reopen(connection, actor, screens.clock, screens.exported, number, comment)
    answer = RedirectResponse(f"/buyer/invoices/{number}/journal", 303)
    notices.leave(answer, "journals.notice.reopened")
    return answer


def _page(
    screens: Screens,
    request: Request,
    laid: Laid,
    rows: Sequence[Row],
    slip_date: str,
    faults: Sequence[Fault] = (),
    revision: int | None = None,
) -> Response:
    entries: Sequence[Entry]
    if laid.slip is not None and laid.slip.confirmed_at is not None:
        entries = laid.slip.entries
        rows = [typed.row_of(entry) for entry in entries]
    else:
        read = typed.read(rows, laid.chart)
        entries = decide(read.rows, laid.paper, laid.chart, confirm=False).entries
    known = 0 if laid.slip is None else laid.slip.revision
    page = slip_view(
        laid.paper,
        laid.slip,
        rows,
        entries,
        faults,
        slip_date,
        laid.chart,
        screens.pages.words(request),
        revision=known if revision is None else revision,
    )
    status = 400 if faults else 200
    return screens.pages.render(request, "journals/journal.html", status, page=page, sums=page.sums)


async def _laid(connection: Connection, owner: int, number: int) -> Laid:
    invoice = await find(connection, owner, number)
    [paper] = await papers_of(connection, owner, [invoice])
    slip = (await queries.slips(connection, owner, [number])).get(number)
    return Laid(paper, slip, await queries.chart(connection, owner))


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


def _day(given: str) -> tuple[date | None, list[Fault]]:
    try:
        return (date.fromisoformat(given) if given else None), []
    except ValueError:
        return None, [Fault("slip_date", codes.NOT_A_DATE, {"label": "伝票日付"})]


def _count(fields: Fields, name: str) -> int:
    given = first(fields, name)
    if given.isascii() and given.isdigit() and len(given) < 10:  # noqa: PLR2004 -- digits that fit the column
        return int(given)
    raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
