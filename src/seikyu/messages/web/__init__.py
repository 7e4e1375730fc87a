"""The screens of questions and answers: a piece of each side's invoice page, a page alone, marks in lists."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import read_form, typed
from seikyu.http.numbers import number_in_path
from seikyu.issuing.web.beside import Talk
from seikyu.kit.clock import Clock
from seikyu.messages import queries
from seikyu.messages.actions.read import mark_read, read
from seikyu.messages.actions.write import write
from seikyu.messages.model import Party
from seikyu.messages.web.thread import thread_view
from seikyu.messages.wire import read_text
from seikyu.ui import notices
from seikyu.ui.doors import door, is_prefetch
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Rejected

LISTS = {Party.SELLER: "issuing.list.title", Party.BUYER: "receiving.list.title"}


def talk(pages: Pages, side: Party) -> Talk:
    """What the invoice pages and lists of one side show."""

    async def part_of(
        connection: Connection, request: Request, actor: Actor, invoice_mng_num: int
    ) -> Markup | None:
        owner = actor.company.company_id
        thread = await read(connection, owner, side, invoice_mng_num)
        if not thread.open_ and not thread.messages:
            return None
        if _is_seen(request):
            await mark_read(connection, owner, invoice_mng_num, thread)
        view = thread_view(invoice_mng_num, thread, pages.words(request))
        return pages.part(request, "messages/card.html", thread=view)

    async def marks_of(
        connection: Connection, owner: int, numbers: Sequence[int], words: Words
    ) -> Mapping[int, str]:
        unread = await queries.unread(connection, owner, numbers)
        return dict.fromkeys(unread, words("messages.mark"))

    return Talk(part_of, marks_of)


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/invoices/{number}/messages` and the buyer's."""
    return [route for side in Party for route in _of(side, pool, clock, pages, sessions, base_url)]


def _of(
    side: Party, pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str
) -> list[Route]:
    path = f"/{side}/invoices/{{invoice_mng_num}}/messages"

    async def show(request: Request, actor: Actor) -> Response:
        return await page(request, actor)

    async def page(request: Request, actor: Actor, text: str = "", problem: str = "") -> Response:
        owner, number = actor.company.company_id, _number(request)
        async with transaction(pool, owner) as connection:
            thread = await read(connection, owner, side, number)
            if _is_seen(request):
                await mark_read(connection, owner, number, thread)
        words = pages.words(request)
        values = {
            "thread": thread_view(number, thread, words, text, problem),
            "home": f"/{side}/invoices",
            "home_word": words(LISTS[side]),
            "number": number,
        }
        return pages.render(request, "messages/thread.html", 400 if problem else 200, **values)

    async def send(request: Request, actor: Actor) -> Response:
        number = _number(request)
        given = typed(await read_form(request), "text")
        try:
            text = read_text({"text": given})
        except Rejected as rejected:
            return await page(request, actor, given, rejected.faults[0].detail(pages.words(request).language))
        async with transaction(pool, actor.company.company_id) as connection:
            await write(connection, actor, clock, base_url, side, number, text)
        answer = RedirectResponse(f"/{side}/invoices/{number}#messages", 303)
        notices.leave(answer, "messages.notice.sent")
        return answer

    return [
        Route(path, door(pages, sessions, show), methods=["GET"]),
        Route(path, door(pages, sessions, send), methods=["POST"]),
    ]


def _is_seen(request: Request) -> bool:
    """Whether a person will look at the answer: HEAD has none, and what is fetched ahead may stay unseen."""
    return request.method == "GET" and not is_prefetch(request)


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
