"""The buyer's notices: the list, one of them, and what the buyer does about it."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.answers import pdf_answer
from seikyu.http.forms import first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.notices import queries
from seikyu.notices.actions.move import cancel, find, send, set_answer_days
from seikyu.notices.model import LONGEST_ANSWER_DAYS, State
from seikyu.notices.print import print_notice
from seikyu.notices.queries import PAGE, Wanted
from seikyu.notices.web.views import buyer_row, page_of
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Rejected

HERE = "/buyer/notices"
ONE = HERE + "/{payment_notice_num}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/notices…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words, address = actor.company.company_id, pages.words(request), lists.read_address(request)
        state = address.given.get("state", "")
        page = lists.read_page(address)
        wanted = Wanted(state if state in {*State} else None, None, (page - 1) * PAGE)
        async with transaction(pool, owner) as connection:
            total, found = await queries.page(connection, owner, wanted)
            days = await queries.answer_days(connection, owner)
        return pages.render(
            request,
            "notices/buying.html",
            rows=[buyer_row(notice, words) for notice in found],
            states=[(one.value, words(f"notices.state.{one.value}")) for one in State],
            state=state,
            paging=lists.paging(address, words, page, total) if found else None,
            days=days,
            longest=LONGEST_ANSWER_DAYS,
            may=actor.administrator,
        )

    async def show_one(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            notice = await find(connection, owner, _number(request))
            document = await queries.document(connection, owner, notice.payment_notice_num, notice.version)
        page = page_of(notice, document or b"{}", pages.words(request))
        return pages.render(request, "notices/buyer_one.html", page=page)

    async def pdf(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            notice = await find(connection, owner, _number(request))
            document = await queries.document(connection, owner, notice.payment_notice_num, notice.version)
        name = f"支払通知書_{notice.payment_notice_num}.pdf"
        return pdf_answer(await print_notice(notice, document or b"{}"), name)

    async def send_one(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await send(connection, actor, clock, _number(request))
        return _back(f"{HERE}/{_number(request)}", "notices.notice.sending")

    async def cancel_one(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            await cancel(connection, actor, clock, _number(request))
        return _back(f"{HERE}/{_number(request)}", "notices.notice.cancelled")

    async def set_days(request: Request, actor: Actor) -> Response:
        given = first(await read_form(request), "answer_days")
        days = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0  # noqa: PLR2004 -- more than any
        if not 1 <= days <= LONGEST_ANSWER_DAYS:
            values = {"label": "回答期限日数", "low": 1, "high": LONGEST_ANSWER_DAYS}
            raise Rejected([Fault("answer_days", codes.OUT_OF_RANGE, values)])
        async with transaction(pool, actor.company.company_id) as connection:
            await set_answer_days(connection, actor, clock, days)
        return _back(HERE, "notices.notice.days")

    return [
        Route(HERE, door(pages, sessions, show), methods=["GET"]),
        Route(f"{HERE}/days", door(pages, sessions, set_days), methods=["POST"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/pdf", door(pages, sessions, pdf), methods=["GET"]),
        Route(f"{ONE}/send", door(pages, sessions, send_one), methods=["POST"]),
        Route(f"{ONE}/cancel", door(pages, sessions, cancel_one), methods=["POST"]),
    ]


def _number(request: Request) -> int:
    return number_in_path(request, "payment_notice_num", codes.NOTICE_UNKNOWN)


def _back(path: str, notice: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, notice)
    return answer
