"""On screen: adding files to an invoice, fetching one, taking one off."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments.answers import file_answer
from seikyu.attachments.uploads import attachment_in_path, read_form
from seikyu.db.pool import Pool, transaction
from seikyu.http.numbers import number_in_path
from seikyu.issuing import queries
from seikyu.issuing.actions.attach import attach_files, take_off_file
from seikyu.issuing.files import file_of
from seikyu.kit.clock import Clock
from seikyu.storage import objects
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

ONE = "/seller/invoices/{invoice_mng_num}"
FILES = f"{ONE}/attachments"

Show = Callable[[Request, Actor, Sequence[str]], Awaitable[Response]]
"""The page of the invoice, with what was wrong with the files that were sent."""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, show: Show) -> list[Route]:
    """`…/attachments`, one of them, and `…/remove`."""

    async def add(request: Request, actor: Actor) -> Response:
        number = _number(request)
        try:
            files = await read_form(request)
            async with transaction(pool, actor.company.company_id) as connection:
                await attach_files(connection, actor, clock, number, files)
        except Rejected as rejected:
            language = pages.words(request).language
            return await show(request, actor, [fault.detail(language) for fault in rejected.faults])
        return _done(number, "attachments.notice.added")

    async def fetch(request: Request, actor: Actor) -> Response:
        owner, number = actor.company.company_id, _number(request)
        async with transaction(pool, owner) as connection:
            if await queries.one(connection, owner, number) is None:
                raise Refusal(codes.INVOICE_UNKNOWN, status=404)
            found = await file_of(connection, owner, number, attachment_in_path(request))
            stored = await objects.get(connection, owner, found.sha256)
        return file_answer(found, await objects.content(pool, stored))

    async def take_off(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await take_off_file(connection, actor, clock, number, attachment_in_path(request))
        return _done(number, "attachments.notice.removed")

    return [
        Route(FILES, door(pages, sessions, add), methods=["POST"]),
        Route(f"{FILES}/{{attachment_id}}", door(pages, sessions, fetch), methods=["GET"]),
        Route(f"{FILES}/{{attachment_id}}/remove", door(pages, sessions, take_off), methods=["POST"]),
    ]


def _done(number: int, notice: str) -> Response:
    answer = RedirectResponse(f"/seller/invoices/{number}", 303)
    notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
