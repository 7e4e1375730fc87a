"""The list of uploads, choosing a file, and the sample files."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form_with_files
from seikyu.kit.clock import Clock
from seikyu.kit.csv_text import Encoding
from seikyu.ui import lists
from seikyu.ui.doors import door
from seikyu.ui.format import When, moment
from seikyu.ui.lists import PAGE_SIZE, Paging
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.uploads import queries
from seikyu.uploads.actions.add import MEDIA_TYPES, add
from seikyu.uploads.files import sample
from seikyu.uploads.model import State, Upload
from seikyu.uploads.reading import MAX_BYTES, MAX_ROWS, Kind, Unreadable
from seikyu.uploads.web.finding import KINDS, LIST, path_of
from seikyu.wire import codes
from seikyu.wire.faults import Fault

ROOM_FOR_THE_FORM = 64 * 1024
ENCODINGS: dict[str, Encoding | None] = {"": None, "utf-8": "utf-8", "cp932": "cp932"}
SAMPLES: dict[str, tuple[Kind, Encoding]] = {
    "sjis": ("csv", "cp932"),
    "utf8": ("csv", "utf-8"),
    "xlsx": ("xlsx", "utf-8"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One upload."""

    href: str
    name: str
    state: str
    kind: str
    at: When | None
    by: str
    rows: str
    invoices: str
    registered: str
    faulty: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole list."""

    rows: Sequence[Row]
    paging: Paging


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for a file; `problem` is empty until one was refused."""

    encoding: str
    encodings: Sequence[tuple[str, str]]
    samples: Sequence[tuple[str, str]]
    limits: str
    problem: str


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/uploads`, `…/new`, `…/sample`."""

    async def show_list(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        address = lists.read_address(request)
        async with transaction(pool, owner) as connection:
            total = await queries.count_uploads(connection, owner)
            page = min(lists.read_page(address), lists.last_page(total))
            found = await queries.uploads(connection, owner, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        shown = ListPage([_row(upload, words) for upload in found], lists.paging(address, words, page, total))
        return pages.render(request, "uploads/list.html", page=shown)

    async def ask(request: Request, _actor: Actor) -> Response:
        return form(request)

    def form(request: Request, encoding: str = "", fault: Fault | None = None) -> Response:
        words = pages.words(request)
        page = NewPage(
            encoding,
            [(name, words(f"uploads.encoding.{name or 'auto'}")) for name in ENCODINGS],
            [(f"{LIST}/sample?format={name}", words(f"uploads.sample.{name}")) for name in SAMPLES],
            words("uploads.new.limits", rows=f"{MAX_ROWS:,}", size=MAX_BYTES // (1024 * 1024)),
            "" if fault is None else fault.detail(words.language),
        )
        return pages.render(request, "uploads/new.html", 200 if fault is None else 400, page=page)

    async def take(request: Request, actor: Actor) -> Response:
        fields, files = await read_form_with_files(request, MAX_BYTES + ROOM_FOR_THE_FORM)
        encoding = first(fields, "encoding")
        if not files:
            return form(request, encoding, Fault("file", codes.UPLOAD_MISSING))
        chosen = ENCODINGS.get(encoding)
        try:
            upload = await add(pool, actor, clock, files[0].name, files[0].content, chosen)
        except Unreadable as unreadable:
            return form(request, encoding, unreadable.fault)
        beyond = "/mapping" if upload.state is State.UPLOADED else ""
        return RedirectResponse(f"{path_of(upload)}{beyond}", 303)

    async def give_sample(request: Request, _actor: Actor) -> Response:
        kind, encoding = SAMPLES.get(request.query_params.get("format", ""), SAMPLES["sjis"])
        name = pages.words(request)("uploads.sample.name")
        return download(sample(kind, encoding), kind, name)

    return [
        Route(LIST, door(pages, sessions, show_list), methods=["GET"]),
        Route(f"{LIST}/new", door(pages, sessions, ask), methods=["GET"]),
        Route(f"{LIST}/new", door(pages, sessions, take), methods=["POST"]),
        Route(f"{LIST}/sample", door(pages, sessions, give_sample), methods=["GET"]),
    ]


def download(content: bytes, kind: Kind, name: str) -> Response:
    """A file to be kept, under a name in any script (RFC 8187)."""
    disposition = (
        f"attachment; filename=\"upload.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}"
    )
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return Response(content, media_type=MEDIA_TYPES[kind], headers=headers)


def _row(upload: Upload, words: Words) -> Row:
    counted = upload.state is not State.UPLOADED and upload.invoices > 0
    return Row(
        href=path_of(upload),
        name=upload.file_name,
        state=words(f"uploads.state.{upload.state}"),
        kind=KINDS[upload.state],
        at=moment(upload.created_at),
        by=upload.user_name,
        rows=f"{upload.rows:,}",
        invoices=f"{upload.invoices:,}" if counted else "",
        registered=f"{upload.registered:,}" if upload.registered else "",
        faulty=f"{upload.faulty:,}" if upload.faulty else "",
    )
