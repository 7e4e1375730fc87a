"""The protected page of an invoice that went out by mail: a code for the recipient, then the invoice."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.queries import company
from seikyu.attachments import queries as attachments
from seikyu.attachments.answers import file_answer
from seikyu.attachments.screen import files_view
from seikyu.attachments.uploads import attachment_in_path
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.invitations.actions.read_mailed import read_mailed
from seikyu.invitations.actions.show_code import Right, WrongCode, alive, send_code, show_code
from seikyu.invitations.mailed import VISIT_GOOD_FOR
from seikyu.invitations.model import MailedInvoice
from seikyu.invitations.web.invited import key_of
from seikyu.invoices import queries as documents
from seikyu.invoices.screen.document import document_view
from seikyu.invoices.screen.versions import pdf_answer
from seikyu.issuing import queries as issuing
from seikyu.kit.clock import Clock
from seikyu.storage import objects
from seikyu.ui import notices
from seikyu.ui.doors import Endpoint, is_prefetch, open_door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/documents/{key}"
COOKIE = "seikyu_document"


def routes(pool: Pool, clock: Clock, pages: Pages, *, secure: bool) -> list[Route]:
    """`/documents/{key}`, `…/code`, `…/pdf` and its files."""
    mailed = MailedPages(pool, clock, pages, secure=secure)
    return [
        Route(PATH, _alive(pages, mailed.show), methods=["GET"]),
        Route(PATH, _alive(pages, mailed.take_code), methods=["POST"]),
        Route(f"{PATH}/code", _alive(pages, mailed.send_code), methods=["POST"]),
        Route(f"{PATH}/attachments/{{attachment_id}}", _alive(pages, mailed.file), methods=["GET"]),
        Route(f"{PATH}/pdf", _alive(pages, mailed.pdf), methods=["GET"]),
    ]


class MailedPages:
    """The handlers of a mailed invoice's pages and what they all need."""

    def __init__(self, pool: Pool, clock: Clock, pages: Pages, *, secure: bool) -> None:
        self._pool, self._clock, self._pages, self._secure = pool, clock, pages, secure

    async def show(self, request: Request) -> Response:
        """The invoice for whoever showed a code, else the page that asks for one."""
        if is_prefetch(request):
            return _not_ahead()
        async with transaction(self._pool, None) as connection:
            mailed = await self._visited(connection, request)
            if mailed is not None:
                number = mailed.invoice_mng_num
                invoice = await issuing.one(connection, mailed.owner, number)
                version = await documents.version(connection, mailed.owner, number, mailed.version)
                seller = await company(connection, mailed.owner)
                files = await attachments.of_version(connection, mailed.owner, number, mailed.version)
        if mailed is None:
            return await self._gate(request)
        if invoice is None or version is None or seller is None:
            raise LookupError(f"mailed invoice {number} is not whole")
        words = self._pages.words(request)
        return self._pages.render(
            request,
            "invitations/document.html",
            path=_path(request),
            seller=seller.name,
            document=document_view(version.document, number, invoice.send_date, words),
            files=files_view(f"{_path(request)}/attachments", files, words),
        )

    async def pdf(self, request: Request) -> Response:
        """The printed form."""
        if is_prefetch(request):
            return _not_ahead()
        async with transaction(self._pool, None) as connection:
            mailed = await self._visited(connection, request)
            if mailed is None:
                return RedirectResponse(_path(request), 303)
            number = mailed.invoice_mng_num
            stored = await documents.pdf(connection, mailed.owner, number, mailed.version)
            invoice = await issuing.one(connection, mailed.owner, number)
        title = self._pages.words(request)("invoices.document.title")
        content = await documents.read_pdf(self._pool, stored)
        return pdf_answer(content, (title, str(number), None if invoice is None else invoice.inv_no))

    async def file(self, request: Request) -> Response:
        """A file that came with it."""
        async with transaction(self._pool, None) as connection:
            mailed = await self._visited(connection, request)
            if mailed is None:
                return RedirectResponse(_path(request), 303)
            wanted = attachment_in_path(request)
            number = mailed.invoice_mng_num
            found = await attachments.of_issued(connection, mailed.owner, number, wanted)
            if found is None:
                raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
            stored = await objects.get(connection, mailed.owner, found.sha256)
        return file_answer(found, await objects.content(self._pool, stored))

    async def send_code(self, request: Request) -> Response:
        """Mail a code to the recipient."""
        async with transaction(self._pool, None) as connection:
            sent = await send_code(connection, key_of(request), self._clock())
        if not sent:
            return await self._gate(request, self._pages.words(request)("invitations.gate.too_many"), 429)
        answer = RedirectResponse(_path(request), 303)
        notices.leave(answer, "invitations.notice.code_sent")
        return answer

    async def take_code(self, request: Request) -> Response:
        """Let in whoever shows the right code."""
        typed = first(await read_form(request), "code")
        async with transaction(self._pool, None) as connection:
            outcome = await show_code(connection, key_of(request), typed, self._clock())
        words = self._pages.words(request)
        match outcome:
            case WrongCode(0):
                return await self._gate(request, words("invitations.gate.over"), 400)
            case WrongCode(left):
                return await self._gate(request, words("invitations.gate.wrong", left=left), 400)
            case Right(visit):
                answer = RedirectResponse(_path(request), 303)
                answer.set_cookie(
                    COOKIE,
                    visit,
                    int(VISIT_GOOD_FOR.total_seconds()),
                    path=_path(request),
                    secure=self._secure,
                    httponly=True,
                    samesite="lax",
                )
                return answer

    async def _visited(self, connection: Connection, request: Request) -> MailedInvoice | None:
        visit, opens = request.cookies.get(COOKIE, ""), request.method != "HEAD"
        return await read_mailed(connection, key_of(request), visit, self._clock(), opens=opens)

    async def _gate(self, request: Request, problem: str = "", status: int = 200) -> Response:
        now = self._clock()
        async with transaction(self._pool, None) as connection:
            mailed = await alive(connection, key_of(request), now)
            seller = await company(connection, mailed.owner)
        return self._pages.render(
            request,
            "invitations/gate.html",
            status,
            path=_path(request),
            seller="" if seller is None else seller.name,
            masked=masked(mailed.recipient),
            waiting=mailed.awaits_code(now),
            problem=problem,
        )


def masked(address: str) -> str:
    """A mail address that its owner recognises and others do not learn: `k•••@example.jp`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}"


def _alive(pages: Pages, handler: Endpoint) -> Endpoint:
    """An endpoint whose dead links are told of by a page that says what to do."""

    async def inside(request: Request) -> Response:
        try:
            return await handler(request)
        except Refusal as refusal:
            if refusal.code is not codes.DOCUMENT_LINK_DEAD:
                raise
            return pages.render(request, "invitations/dead.html", 404)

    return open_door(pages, inside)


def _path(request: Request) -> str:
    return f"/documents/{key_of(request)}"


def _not_ahead() -> Response:
    # Fetched ahead, the page would be shown later without our knowing that it was read.
    return Response(status_code=503, headers={"Cache-Control": "no-store"})
