"""What the columns of an upload mean: proposed, changed, kept under a name."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form
from seikyu.kit.clock import Clock
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.uploads import queries
from seikyu.uploads.actions.map_columns import map_columns
from seikyu.uploads.blocks import unpack
from seikyu.uploads.mapping import proposal
from seikyu.uploads.model import Upload
from seikyu.uploads.web.editor import FIELDS, Sent, editor, read_editor
from seikyu.uploads.web.finding import LIST, find_upload, id_in_path, path_of
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = f"{LIST}/{{id}}/mapping"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/uploads/{id}/mapping`."""

    async def ask(request: Request, actor: Actor) -> Response:
        return await form(request, actor, None)

    async def form(request: Request, actor: Actor, sent: Sent | None) -> Response:
        owner, upload_id = actor.company.company_id, id_in_path(request)
        async with transaction(pool, owner) as connection:
            upload = _open(await find_upload(connection, owner, upload_id))
            blocks = await queries.blocks(connection, owner, upload_id, [0])
        mapping = upload.mapping or proposal(upload.header)
        name, faults = upload.mapping_name or "", list(sent.faults) if sent else []
        if sent is not None:
            mapping, name = sent.mapping, sent.name or ""
        rows = unpack(blocks[0]) if blocks else []
        shown = editor(upload.header, rows, mapping, name, faults, pages.words(request))
        status = 400 if faults else 200
        return pages.render(
            request,
            "uploads/mapping.html",
            status,
            page=shown,
            upload=upload.file_name,
            action=path_of(upload),
        )

    async def choose(request: Request, actor: Actor) -> Response:
        owner, upload_id = actor.company.company_id, id_in_path(request)
        fields = await read_form(request, FIELDS)
        async with transaction(pool, owner) as connection:
            upload = await find_upload(connection, owner, upload_id)
            sent = read_editor(fields, len(upload.header))
            if not sent.faults:
                await map_columns(connection, actor, clock, upload_id, sent.mapping, sent.name)
        if sent.faults:
            return await form(request, actor, sent)
        return RedirectResponse(path_of(upload), 303)

    return [
        Route(PATH, door(pages, sessions, ask), methods=["GET"]),
        Route(PATH, door(pages, sessions, choose), methods=["POST"]),
    ]


def _open(upload: Upload) -> Upload:
    if not upload.is_open:
        raise Refusal(codes.UPLOAD_MOVED, status=409)
    return upload
