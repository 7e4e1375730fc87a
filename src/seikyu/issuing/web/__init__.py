"""The seller's screens: its invoices, one invoice, its PDF, and trying again what could not be issued."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.audit.queries import history
from seikyu.db.pool import Pool, transaction
from seikyu.db.windows import Window
from seikyu.http.numbers import VERSION_DIGITS, number_in_path, number_in_query
from seikyu.invoices import queries as documents
from seikyu.invoices.deciding import routes as approvals
from seikyu.invoices.screen.versions import pdf_answer, shown_version
from seikyu.issuing import queries
from seikyu.issuing.actions.delete import Withdraw
from seikyu.issuing.actions.retry import retry
from seikyu.issuing.files import are_open, files_of
from seikyu.issuing.model import SellerInvoice
from seikyu.issuing.web import attaching, deleting, reminding, together
from seikyu.issuing.web.approval_card import load_card
from seikyu.issuing.web.beside import SILENCE, CardOf, Talk, no_card
from seikyu.issuing.web.deciding import SELLER
from seikyu.issuing.web.listing import all_statuses, list_view, read_list, within
from seikyu.issuing.web.one import Papers, invoice_view
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(
    pool: Pool,
    clock: Clock,
    pages: Pages,
    sessions: Sessions,
    withdraw: Withdraw,
    base_url: str,
    card_of: CardOf = no_card,
    talk: Talk = SILENCE,
) -> list[Route]:
    """`/` and `/seller/invoices…`; `withdraw` is the buyer's side's part of deleting.

    `card_of` tells beside an invoice what another slice knows of it, `talk` what its two parties said.
    """

    async def home(_request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            sells = await queries.page(connection, owner, queries.Filter(), Window(count=1))
        return RedirectResponse(LIST if sells else "/buyer/invoices", 303)

    async def show_list(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        asked = read_list(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            counts = await queries.count_by_status(connection, owner, all_statuses(asked.filter))
            asked = within(asked, counts)
            rows = await queries.page(connection, owner, asked.filter, asked.window)
            numbers = [row.invoice_mng_num for row in rows]
            marks = await talk.marks_of(connection, owner, numbers, pages.words(request))
        return pages.render(request, "issuing/list.html", page=list_view(asked, counts, rows, marks))

    async def show_one(request: Request, actor: Actor, problems: Sequence[str] = ()) -> Response:
        owner, number = actor.company.company_id, _number(request)
        version = number_in_query(request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, owner) as connection:
            invoice = _found(await queries.one(connection, owner, number))
            versions = await documents.versions(connection, owner, number)
            shown = shown_version(versions, version)
            document = await documents.version(connection, owner, number, shown.version)
            events = await history(connection, owner, "invoice", str(number))
            files = await files_of(connection, owner, invoice, shown.version)
            open_ = await are_open(connection, owner, number, invoice.status, invoice.version)
            approval = await load_card(connection, actor, invoice, clock(), pages.words(request))
            card = await card_of(connection, actor, number, pages.words(request))
            said = await talk.part_of(connection, request, actor, number)
        if document is None:
            raise Refusal(codes.VERSION_UNKNOWN, status=404)
        papers = Papers(versions, shown, document.document, events, files, open_)
        page = invoice_view(f"{LIST}/{number}", invoice, papers, clock(), pages.words(request), problems)
        status = 400 if problems else 200
        beside = {"approval": approval, "card": card, "said": said}
        return pages.render(request, "issuing/invoice.html", status, page=page, **beside)

    async def show_pdf(request: Request, actor: Actor) -> Response:
        owner, number = actor.company.company_id, _number(request)
        version = number_in_query(request, "version", codes.VERSION_UNKNOWN, VERSION_DIGITS)
        async with transaction(pool, owner) as connection:
            invoice = _found(await queries.one(connection, owner, number))
            stored = await documents.pdf(connection, owner, number, version)
        title = pages.words(request)("invoices.document.title")
        printed = None if version is None else f"v{version}"
        content = await documents.read_pdf(pool, stored)
        return pdf_answer(content, (title, str(number), printed, invoice.inv_no, invoice.customer_name))

    async def try_again(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await retry(connection, actor, clock, number)
        answer = RedirectResponse(f"{LIST}/{number}", 303)
        notices.leave(answer, "issuing.notice.retried")
        return answer

    return [
        *approvals.routes(pool, clock, pages, sessions, SELLER),
        *deleting.routes(pool, clock, pages, sessions, withdraw),
        *together.routes(pool, clock, pages, sessions),
        *reminding.routes(pool, clock, pages, sessions, base_url),
        *attaching.routes(pool, clock, pages, sessions, show_one),
        Route("/", door(pages, sessions, home), methods=["GET"]),
        Route(LIST, door(pages, sessions, show_list), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/pdf", door(pages, sessions, show_pdf), methods=["GET"]),
        Route(f"{ONE}/retry", door(pages, sessions, try_again), methods=["POST"]),
    ]


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)


def _found(invoice: SellerInvoice | None) -> SellerInvoice:
    if invoice is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    return invoice
