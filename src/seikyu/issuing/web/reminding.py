"""On screen: reminding the buyer of one invoice, or of those chosen in the list."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.numbers import number_in_path
from seikyu.invoices.deciding.left import LeftPage, left_row
from seikyu.issuing.actions.remind import Outcome, remind, remind_many
from seikyu.issuing.web.chosen import back_to, chosen_numbers
from seikyu.issuing.web.paper import paper_of
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes

LIST = "/seller/invoices"
ONE = f"{LIST}/{{invoice_mng_num}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/invoices/{number}/remind` and `/seller/invoices/remind`."""

    async def remind_of_one(request: Request, actor: Actor) -> Response:
        number = _number(request)
        async with transaction(pool, actor.company.company_id) as connection:
            await remind(connection, actor, clock, base_url, number)
        return _done(number, "issuing.notice.reminded")

    async def remind_of_many(request: Request, actor: Actor) -> Response:
        numbers = await chosen_numbers(request)
        back = back_to(LIST, request)
        async with transaction(pool, actor.company.company_id) as connection:
            outcome = await remind_many(connection, actor, clock, base_url, numbers)
        if outcome.left:
            page = unreminded_view(outcome, back, pages.words(request))
            return pages.render(request, "invoices/left.html", page=page)
        answer = RedirectResponse(back, 303)
        done = "reminded_many" if outcome.done else "nothing_chosen"
        notices.leave(answer, f"issuing.notice.{done}")
        return answer

    return [
        Route(f"{LIST}/remind", door(pages, sessions, remind_of_many), methods=["POST"]),
        Route(f"{ONE}/remind", door(pages, sessions, remind_of_one), methods=["POST"]),
    ]


def unreminded_view(outcome: Outcome, back: str, words: Words) -> LeftPage:
    """The page for an outcome of which something is left."""
    rows = [
        left_row(paper_of(one.invoice, words), one.why.ja if words.language == "ja" else one.why.en)
        for one in outcome.left
    ]
    return LeftPage(
        title=words("issuing.unreminded.title"),
        which=words("issuing.unreminded.which"),
        done=words("issuing.unreminded.done", count=outcome.done) if outcome.done else "",
        rows=rows,
        home=(LIST, words("issuing.list.title")),
        here=words("issuing.deeds.remind"),
        back=back,
        back_word=words("issuing.unreminded.back"),
    )


def _done(number: int, notice: str) -> Response:
    answer = RedirectResponse(f"{LIST}/{number}", 303)
    notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
