"""Reading what was received: the inbox, one invoice, its PDF."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments import queries as attachments
from seikyu.attachments.answers import file_answer
from seikyu.attachments.uploads import attachment_in_path
from seikyu.audit.queries import history
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.invoices import queries as documents
from seikyu.invoices.screen.versions import pdf_answer, shown_version
from seikyu.issuing.web.beside import Talk
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.receiving import queries
from seikyu.receiving.actions.open import find, open_invoice
from seikyu.receiving.files import file_of
from seikyu.receiving.model import ReceivedInvoice
from seikyu.receiving.web.approval_card import load_card
from seikyu.receiving.web.listing import every_tab, list_view, read_list, within
from seikyu.receiving.web.one import Papers, invoice_view
from seikyu.receiving.web.registration_card import load_registration
from seikyu.storage import objects
from seikyu.ui.doors import door, is_prefetch
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/buyer/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, talk: Talk) -> list[Route]:
    """`/buyer/invoices`, one of them, and its PDF."""

    async def show_list(request: Request, actor: Actor) -> Response:
        owner, day = actor.company.company_id, today(clock)
        asked = read_list(request, day, pages.words(request))
        async with transaction(pool, owner) as connection:
            tally = await queries.tally(connection, owner, every_tab(asked), day)
            asked = within(asked, tally)
            rows = await queries.page(connection, owner, asked.filter, asked.window)
            numbers = [row.invoice_mng_num for row in rows]
            marks = await talk.marks_of(connection, owner, numbers, pages.words(request))
        return pages.render(request, "receiving/list.html", page=list_view(asked, tally, rows, marks))

    async def read(connection: Connection, request: Request, actor: Actor) -> ReceivedInvoice:
        """The invoice; whoever reads it has opened it, which a HEAD request has not."""
        if request.method == "HEAD":
            return await find(connection, actor.company.company_id, _number(request))
        return await open_invoice(connection, actor, clock, _number(request))

    async def show_one(request: Request, actor: Actor) -> Response:
        if is_prefetch(request):
            return _not_ahead()
        owner = actor.company.company_id
        asked = number_in_query(request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, owner) as connection:
            invoice = await read(connection, request, actor)
            number = invoice.invoice_mng_num
            versions = await documents.versions(connection, owner, number)
            shown = shown_version(versions, asked)
            document = await documents.version(connection, owner, number, shown.version)
            events = await history(connection, owner, "received_invoice", str(number))
            files = await attachments.of_version(connection, owner, number, shown.version)
            said = await talk.part_of(connection, request, actor, number)
            approval = await load_card(connection, actor, invoice, clock(), pages.words(request))
            if document is None:
                raise Refusal(codes.VERSION_UNKNOWN, status=404)
            content = document.document
            checked = await load_registration(connection, invoice, content, pages.words(request))
        papers = Papers(versions, shown, document.document, events, files)
        page = invoice_view(request.url.path, invoice, papers, approval, today(clock), pages.words(request))
        return pages.render(request, "receiving/invoice.html", page=page, said=said, checked=checked)

    async def show_pdf(request: Request, actor: Actor) -> Response:
        if is_prefetch(request):
            return _not_ahead()
        version = number_in_query(request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, actor.company.company_id) as connection:
            invoice = await read(connection, request, actor)
            number = invoice.invoice_mng_num
            stored = await documents.pdf(connection, actor.company.company_id, number, version)
        title = pages.words(request)("invoices.document.title")
        printed = None if version is None else f"v{version}"
        content = await documents.read_pdf(pool, stored)
        return pdf_answer(content, (title, str(number), printed, invoice.inv_no, invoice.seller_name))

    async def fetch_file(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            invoice = await find(connection, owner, _number(request))
            wanted = attachment_in_path(request)
            found = await file_of(connection, owner, invoice.invoice_mng_num, wanted)
            stored = await objects.get(connection, owner, found.sha256)
        return file_answer(found, await objects.content(pool, stored))

    return [
        Route(f"{ONE}/attachments/{{attachment_id}}", door(pages, sessions, fetch_file), methods=["GET"]),
        Route(LIST, door(pages, sessions, show_list), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/pdf", door(pages, sessions, show_pdf), methods=["GET"]),
    ]


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


def _not_ahead() -> Response:
    # Fetched ahead, the page would be shown later without our knowing that it was read.
    return Response(status_code=503, headers={"Cache-Control": "no-store"})
