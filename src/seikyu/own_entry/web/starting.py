"""Where own entries begin: one by one, or many from a file, checked before it is registered."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form, read_form_with_files
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.own_entry import uploads
from seikyu.own_entry.actions.take_file import find_upload, start, take_file
from seikyu.own_entry.superset import EXAMPLE, LAYOUT
from seikyu.own_entry.uploads import OwnUpload, State
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import When, moment, yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.uploads.files import written
from seikyu.uploads.reading import MAX_BYTES, Unreadable
from seikyu.uploads.web.adding import ROOM_FOR_THE_FORM, download
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

OWN = "/buyer/own"
ONE = f"{OWN}/uploads/{{id}}"
RECENT = 20
MOST_TOLD = 500
KINDS = {
    State.CHECKING: "waiting",
    State.CHECKED: "waiting",
    State.REGISTERING: "waiting",
    State.DONE: "done",
    State.FAILED: "attention",
}


@dataclass(frozen=True, slots=True)
class UploadShown:
    """A file, on its page or in the list."""

    href: str
    name: str
    state: str
    state_word: str
    kind: str
    at: When | None
    by: str
    invoices: str
    count: int
    amount: str
    errors: int
    findings: Sequence[tuple[int, str, str, bool]]
    may_register: bool
    working: bool


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/own`, `/buyer/own/new` and `/buyer/own/uploads…`."""

    async def begin(_request: Request, _actor: Actor) -> Response:
        return RedirectResponse(f"{OWN}/entries/{new_id(clock())}", 303)

    async def show(request: Request, actor: Actor) -> Response:
        return await page(request, actor)

    async def page(request: Request, actor: Actor, fault: Fault | None = None) -> Response:
        words = pages.words(request)
        async with transaction(pool, actor.company.company_id) as connection:
            found = await uploads.newest(connection, actor.company.company_id, RECENT)
        problem = "" if fault is None else fault.detail(words.language)
        rows = [_shown(one, words) for one in found]
        status = 200 if fault is None else 400
        return pages.render(request, "own_entry/start.html", status, rows=rows, problem=problem)

    async def take(request: Request, actor: Actor) -> Response:
        _, files = await read_form_with_files(request, MAX_BYTES + ROOM_FOR_THE_FORM)
        if not files:
            return await page(request, actor, Fault("file", codes.UPLOAD_MISSING))
        try:
            upload_id = await take_file(pool, actor, clock, files[0].name, files[0].content)
        except Unreadable as unreadable:
            return await page(request, actor, unreadable.fault)
        return RedirectResponse(f"{OWN}/uploads/{upload_id}", 303)

    async def show_one(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            found = await find_upload(connection, actor.company.company_id, _id(request))
        return pages.render(request, "own_entry/upload.html", page=_shown(found, pages.words(request)))

    async def register(request: Request, actor: Actor) -> Response:
        confirmed = bool(first(await read_form(request), "confirmed"))
        async with transaction(pool, actor.company.company_id) as connection:
            await start(connection, actor, clock, _id(request), confirmed=confirmed)
        answer = RedirectResponse(f"{OWN}/uploads/{_id(request)}", 303)
        notices.leave(answer, "own_entry.notice.registering")
        return answer

    async def sample(request: Request, _actor: Actor) -> Response:
        rows = [[EXAMPLE.get(path, "") for _, path in LAYOUT]]
        content = written("csv", "cp932", [head for head, _ in LAYOUT], rows)
        return download(content, "csv", pages.words(request)("own_entry.start.title"))

    return [
        Route(OWN, door(pages, sessions, show), methods=["GET"]),
        Route(f"{OWN}/new", door(pages, sessions, begin), methods=["GET"]),
        Route(f"{OWN}/sample", door(pages, sessions, sample), methods=["GET"]),
        Route(f"{OWN}/uploads", door(pages, sessions, take), methods=["POST"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/register", door(pages, sessions, register), methods=["POST"]),
    ]


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["id"])
    except ValueError:
        raise Refusal(codes.OWN_UPLOAD_UNKNOWN, status=404) from None


def _shown(one: OwnUpload, words: Words) -> UploadShown:
    english = words.language == "en"
    checked = one.state is State.CHECKED
    return UploadShown(
        href=f"{OWN}/uploads/{one.upload_id}",
        name=one.file_name,
        state=one.state,
        state_word=words(f"own_entry.state.{one.state}"),
        kind="attention" if checked and one.errors else KINDS[one.state],
        at=moment(one.created_at),
        by=one.user_name,
        invoices=f"{one.invoices:,}" if one.invoices else "",
        count=one.invoices,
        amount=yen(one.amount) if one.invoices else "",
        errors=one.errors,
        findings=[
            (each.row, each.column, each.en if english else each.ja, each.warning)
            for each in one.findings[:MOST_TOLD]
        ],
        may_register=checked and not one.errors and one.invoices > 0,
        working=one.state in {State.CHECKING, State.REGISTERING},
    )
