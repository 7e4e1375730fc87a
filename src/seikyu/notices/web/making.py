"""Making notices on screen: of approved invoices, or by a CSV file, whose result is shown."""

from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form, read_form_with_files
from seikyu.http.numbers import INVOICE_DIGITS
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.notices import queries
from seikyu.notices.actions.from_invoices import from_invoices
from seikyu.notices.actions.receive import receive
from seikyu.notices.files import queries as files
from seikyu.notices.files.layout import HEADS
from seikyu.notices.files.model import Door, FileState
from seikyu.notices.web.views import payable_row
from seikyu.storage import objects
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

HERE = "/buyer/notices"
MOST_CHOSEN = 600
MOST_BYTES = 32 * 1024 * 1024
KINDS = {FileState.RECEIVED: "waiting", FileState.DONE: "done", FileState.FAILED: "attention"}


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/notices/new` and `/buyer/notices/files`."""

    async def choose(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            found = await queries.payable(connection, owner)
        rows = [payable_row(one) for one in found]
        return pages.render(request, "notices/choose.html", rows=rows, pay_date=today(clock).isoformat())

    async def make(request: Request, actor: Actor) -> Response:
        form = await read_form(request, MOST_CHOSEN)
        numbers, pay_date = _chosen(form)
        async with transaction(pool, actor.company.company_id) as connection:
            decision = await from_invoices(connection, actor, clock, numbers, pay_date)
            if decision.faults:
                raise Rejected(decision.faults)
        return _back(HERE, "notices.notice.made")

    async def show_files(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        async with transaction(pool, owner) as connection:
            found = await files.files(connection, owner, 200)
        rows = [
            (
                one,
                moment(one.received_at),
                words(f"notices.file_state.{one.state.value}"),
                KINDS[one.state],
                f"{one.good:,}",
                f"{one.bad:,}",
            )
            for one in found
        ]
        return pages.render(request, "notices/files.html", rows=rows, heads=list(HEADS))

    async def upload(request: Request, actor: Actor) -> Response:
        _, sent = await read_form_with_files(request, MOST_BYTES)
        if not sent:
            raise Rejected([Fault("file", codes.REQUIRED, {"label": "ファイル"})])
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            new = await receive(
                connection, owner, actor.author, clock, Door.SCREEN, sent[0].name, sent[0].content
            )
        return _back(f"{HERE}/files", "notices.notice.received" if new else "notices.notice.known")

    async def result(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        file_id: UUID = request.path_params["file_id"]
        async with transaction(pool, owner) as connection:
            found = await files.file(connection, owner, file_id)
            stored = None
            if found is not None and found.result_sha256 is not None:
                stored = await objects.get(connection, owner, found.result_sha256)
        if stored is None:
            raise Refusal(codes.NOTICE_FILE_UNKNOWN, status=404)
        headers = {"Content-Disposition": 'attachment; filename="result.csv"', "Cache-Control": "no-store"}
        return Response(await objects.content(pool, stored), headers=headers, media_type="text/csv")

    return [
        Route(f"{HERE}/new", door(pages, sessions, choose), methods=["GET"]),
        Route(f"{HERE}/new", door(pages, sessions, make), methods=["POST"]),
        Route(f"{HERE}/files", door(pages, sessions, show_files), methods=["GET"]),
        Route(f"{HERE}/files", door(pages, sessions, upload), methods=["POST"]),
        Route(HERE + "/files/{file_id:uuid}", door(pages, sessions, result), methods=["GET"]),
    ]


def _chosen(form: Fields) -> tuple[list[int], date]:
    numbers = [
        int(one)
        for one in form.get("invoice", [])
        if one.isascii() and one.isdigit() and len(one) <= INVOICE_DIGITS
    ]
    try:
        return numbers, date.fromisoformat(first(form, "pay_date"))
    except ValueError:
        raise Rejected([Fault("pay_date", codes.NOT_A_DATE, {"label": "支払日"})]) from None


def _back(path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, notice)
    return answer
