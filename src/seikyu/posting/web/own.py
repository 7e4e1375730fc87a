"""What the company prints itself: one PDF of those chosen, and marking them as printed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import read_form
from seikyu.invoices.screen.versions import pdf_answer
from seikyu.kit.clock import Clock
from seikyu.posting import batch_queries, queries
from seikyu.posting.actions.settle import mark_printed
from seikyu.posting.binding import bind
from seikyu.posting.model import LetterState, Way
from seikyu.posting.web.entrance import OWN, back_to, entrance, tabs
from seikyu.posting.web.rows import Row, row_of
from seikyu.storage import objects
from seikyu.ui.lists import PAGE_SIZE, Tab
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

SHOWN = (LetterState.WAITING,)
# A PDF is for looking at again too, also after somebody marked its invoices as printed.
PRINTABLE = (LetterState.WAITING, LetterState.PRINTED)


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/posting/own…`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        async with transaction(pool, owner) as connection:
            counts = await queries.counts(connection, owner)
            letters = await queries.letters(connection, owner, Way.OWN_PRINT, SHOWN, most=PAGE_SIZE)
        rows = [row_of(one.letter, words, one) for one in letters]
        page = OwnPage(tabs(actor, counts, "own", words), rows)
        return pages.render(request, "posting/own.html", page=page)

    async def show_pdf(request: Request, actor: Actor) -> Response:
        owner, chosen = actor.company.company_id, await _chosen(request)
        async with transaction(pool, owner) as connection:
            letters = await queries.letters(
                connection, owner, Way.OWN_PRINT, PRINTABLE, most=PAGE_SIZE, only=chosen
            )
            versions = [(one.letter.invoice_mng_num, one.letter.version) for one in letters]
            papers = await batch_queries.prints(connection, owner, versions)
        if not papers:
            return back_to(OWN, "posting.notice.nothing_chosen")
        prints = await objects.contents(pool, [papers[number][1] for number, _ in versions])
        bound = await asyncio.to_thread(bind, prints)
        name = pages.words(request)("posting.own.file")
        return pdf_answer(bound, (name, str(len(versions))))

    async def mark(request: Request, actor: Actor) -> Response:
        chosen = await _chosen(request)
        async with transaction(pool, actor.company.company_id) as connection:
            done = await mark_printed(connection, actor, clock, chosen)
        return back_to(OWN, "posting.notice.printed" if done else "posting.notice.nothing_chosen")

    option = Option.BULK_PRINT
    return [
        Route(OWN, entrance(pages, sessions, show, option, told=True), methods=["GET"]),
        Route(f"{OWN}/pdf", entrance(pages, sessions, show_pdf, option), methods=["POST"]),
        Route(f"{OWN}/printed", entrance(pages, sessions, mark, option), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The whole page."""

    tabs: Sequence[Tab]
    rows: Sequence[Row]


async def _chosen(request: Request) -> list[UUID]:
    try:
        return [UUID(value) for value in (await read_form(request, PAGE_SIZE)).get("letter", [])]
    except ValueError:
        raise Refusal(codes.PARAMETER_UNREADABLE, status=400) from None
