"""The supplier's notices: the list, one of them, and the answer."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.answers import pdf_answer
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.notices import queries
from seikyu.notices.actions.answer import answer
from seikyu.notices.model import ReceivedNotice, State
from seikyu.notices.print import print_notice
from seikyu.notices.queries import PAGE, Wanted
from seikyu.notices.web.views import page_of, seller_row
from seikyu.notices.wire import OBJECTION
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal
from seikyu.wire.values import text

HERE = "/seller/notices"
ONE = HERE + "/{payment_notice_num}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/notices…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words, address = actor.company.company_id, pages.words(request), lists.read_address(request)
        state = address.given.get("state", "")
        page = lists.read_page(address)
        wanted = Wanted(state if state in {*State} else None, None, (page - 1) * PAGE)
        async with transaction(pool, owner) as connection:
            total, found = await queries.received_page(connection, owner, wanted)
        states = [one for one in State if one not in {State.DRAFT, State.SENDING}]
        return pages.render(
            request,
            "notices/selling.html",
            rows=[seller_row(notice, words) for notice in found],
            states=[(one.value, words(f"notices.state.{one.value}")) for one in states],
            state=state,
            paging=lists.paging(address, words, page, total) if found else None,
        )

    async def show_one(request: Request, actor: Actor) -> Response:
        return await _shown(request, actor)

    async def _shown(request: Request, actor: Actor, problem: str = "", given: str = "") -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            notice, document = await _found(connection, actor.company.company_id, request)
        page = page_of(notice, document, pages.words(request))
        status = 400 if problem else 200
        return pages.render(
            request, "notices/seller_one.html", status, page=page, problem=problem, given=given
        )

    async def pdf(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            notice, document = await _found(connection, actor.company.company_id, request)
        content = await print_notice(notice, document)
        return pdf_answer(content, f"支払通知書_{notice.payment_notice_num}.pdf")

    async def confirm(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await answer(connection, actor, clock, base_url, _number(request), None)
        return _back(request, "notices.notice.confirmed")

    async def object_to(request: Request, actor: Actor) -> Response:
        given = first(await read_form(request), "reason")
        node, faults = OBJECTION.read({"reason": given})
        if faults:
            return await _shown(request, actor, faults[0].detail(pages.words(request).language), given)
        async with transaction(pool, actor.company.company_id) as connection:
            await answer(connection, actor, clock, base_url, _number(request), text(node, "reason"))
        return _back(request, "notices.notice.objected")

    return [
        Route(HERE, door(pages, sessions, show), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/pdf", door(pages, sessions, pdf), methods=["GET"]),
        Route(f"{ONE}/confirm", door(pages, sessions, confirm), methods=["POST"]),
        Route(f"{ONE}/object", door(pages, sessions, object_to), methods=["POST"]),
    ]


async def _found(connection: Connection, owner: int, request: Request) -> tuple[ReceivedNotice, bytes]:
    notice = await queries.received(connection, owner, _number(request))
    if notice is None:
        raise Refusal(codes.NOTICE_UNKNOWN, status=404)
    document = await queries.document(connection, owner, notice.payment_notice_num, notice.version)
    if document is None:
        raise LookupError(f"notice {notice.payment_notice_num} has no document")
    return notice, document


def _number(request: Request) -> int:
    return number_in_path(request, "payment_notice_num", codes.NOTICE_UNKNOWN)


def _back(request: Request, notice: str) -> Response:
    answered = RedirectResponse(f"{HERE}/{_number(request)}", 303)
    notices.leave(answered, notice)
    return answered
