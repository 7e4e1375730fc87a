"""One upload: its preview, registering it, stopping that, the file of what has to be corrected."""

import asyncio
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.issuing import queries as invoices
from seikyu.kit.clock import Clock
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.lists import PAGE_SIZE
from seikyu.ui.pages import Pages
from seikyu.uploads import queries
from seikyu.uploads.actions.start import cancel, start, take_up
from seikyu.uploads.blocks import BLOCK, Row, numbered
from seikyu.uploads.files import with_errors
from seikyu.uploads.model import Upload
from seikyu.uploads.reading import Kind
from seikyu.uploads.web.adding import download
from seikyu.uploads.web.finding import LIST, find_upload, id_in_path
from seikyu.uploads.web.preview import ERRORS_ONLY, Contents, upload_view

ONE = f"{LIST}/{{id}}"
MADE = 20
"""So many of the invoices that came of an upload are named; the others are in the list of invoices."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/uploads/{id}…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        address = lists.read_address(request)
        only = address.given.get("rows") == ERRORS_ONLY
        async with transaction(pool, owner) as connection:
            upload = await find_upload(connection, owner, id_in_path(request))
            start_ = (lists.read_page(address) - 1) * PAGE_SIZE
            wrong, wrongs = await queries.rows_with_errors(
                connection, owner, upload.upload_id, start_ if only else 0, PAGE_SIZE
            )
            total = wrongs if only else upload.rows
            page = min(lists.read_page(address), lists.last_page(total))
            shown = wrong if only else range((page - 1) * PAGE_SIZE, min(page * PAGE_SIZE, upload.rows))
            rows = await _rows(connection, owner, upload, shown)
            numbers = await queries.registered(connection, owner, upload.upload_id, 0, MADE)
            contents = Contents(
                rows,
                await queries.errors(connection, owner, upload.upload_id, [index for index, _ in rows]),
                wrongs,
                await invoices.some(connection, owner, numbers),
                await queries.registered_before(connection, owner, upload),
            )
        paging = lists.paging(address, words, page, total) if total else None
        view = upload_view(upload, contents, address, paging, words)
        return pages.render(request, "uploads/one.html", page=view)

    async def begin(request: Request, actor: Actor) -> Response:
        confirmed = bool(first(await read_form(request), "confirmed"))
        upload_id = id_in_path(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await start(connection, actor, clock, upload_id, confirmed=confirmed)
        return _to(upload_id)

    async def stop(request: Request, actor: Actor) -> Response:
        upload_id = id_in_path(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await cancel(connection, actor, clock, upload_id)
        answer = _to(upload_id)
        notices.leave(answer, "uploads.notice.cancelled")
        return answer

    async def go_on(request: Request, actor: Actor) -> Response:
        upload_id = id_in_path(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await take_up(connection, actor, clock, upload_id)
        return _to(upload_id)

    async def give_errors(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        english = words.language == "en"
        async with transaction(pool, owner) as connection:
            upload = await find_upload(connection, owner, id_in_path(request))
            faulty = await queries.faulty_rows(connection, owner, upload.upload_id)
            rows = await _rows(connection, owner, upload, faulty)
            errors = await queries.errors(connection, owner, upload.upload_id)
        sentences: dict[int, list[str]] = {}
        for error in errors:
            sentences.setdefault(error.row, []).append(error.en if english else error.ja)
        kind: Kind = "xlsx" if request.query_params.get("format") == "xlsx" else "csv"
        content = await asyncio.to_thread(
            with_errors, kind, upload.encoding or "utf-8", upload.header, rows, sentences, english=english
        )
        name = upload.file_name.rpartition(".")[0] or upload.file_name
        name += "_" + words("uploads.one.errors_name")
        return download(content, kind, name)

    return [
        Route(ONE, door(pages, sessions, show), methods=["GET"]),
        Route(f"{ONE}/register", door(pages, sessions, begin), methods=["POST"]),
        Route(f"{ONE}/cancel", door(pages, sessions, stop), methods=["POST"]),
        Route(f"{ONE}/resume", door(pages, sessions, go_on), methods=["POST"]),
        Route(f"{ONE}/errors", door(pages, sessions, give_errors), methods=["GET"]),
    ]


async def _rows(
    connection: Connection, owner: int, upload: Upload, wanted: "range | list[int]"
) -> list[tuple[int, Row]]:
    """These rows of the file, from the blocks that hold them."""
    numbers = sorted({index // BLOCK for index in wanted})
    packed = await queries.blocks(connection, owner, upload.upload_id, numbers)
    chosen = set(wanted)
    found: list[tuple[int, Row]] = []
    for number, block in zip(numbers, packed, strict=True):
        found += [row for row in numbered([block], number * BLOCK) if row[0] in chosen]
    return found


def _to(upload_id: UUID) -> Response:
    return RedirectResponse(f"{LIST}/{upload_id}", 303)
