"""What waits for the mail house, what came back from it, and closing a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.kit.clock import Clock
from seikyu.posting import queries
from seikyu.posting.actions.close import close
from seikyu.posting.model import LetterState, PostingRules, Way
from seikyu.posting.queries import Waiting
from seikyu.posting.web.entrance import BATCHES, HOME, OWN, Counts, back_to, entrance, tabs
from seikyu.posting.web.rows import Row, row_of
from seikyu.ui.lists import PAGE_SIZE, Tab
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words

SHOWN = (LetterState.WAITING, LetterState.RETURNED)


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/posting` and closing."""

    async def show(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        if Option.POSTAL_PROXY not in actor.company.options:
            return RedirectResponse(OWN, 303)
        async with transaction(pool, owner) as connection:
            counts = await queries.counts(connection, owner)
            letters = await queries.letters(connection, owner, Way.MAIL_HOUSE, SHOWN, most=3 * PAGE_SIZE)
            ready = await queries.ready(connection, owner)
            rules = await queries.rules(connection, owner)
        page = waiting_view(actor, counts, letters, ready, rules, pages.words(request))
        return pages.render(request, "posting/waiting.html", page=page)

    async def close_now(_request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            batch_no = await close(connection, actor, clock)
        return back_to(f"{BATCHES}/{batch_no}", "posting.notice.closed")

    both, proxy = (Option.POSTAL_PROXY, Option.BULK_PRINT), Option.POSTAL_PROXY
    return [
        Route(HOME, entrance(pages, sessions, show, *both, told=True), methods=["GET"]),
        Route(f"{HOME}/close", entrance(pages, sessions, close_now, proxy), methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The whole page."""

    tabs: Sequence[Tab]
    returned: Sequence[Row]
    held: Sequence[Row]
    ready: Sequence[Row]
    summary: str
    daily: str
    close: str


def waiting_view(
    actor: Actor,
    counts: Counts,
    letters: Sequence[Waiting],
    ready: int,
    rules: PostingRules,
    words: Words,
) -> WaitingPage:
    """What is to act on first: what came back, what cannot be posted; then what can."""
    rows = [(one.letter, row_of(one.letter, words, one)) for one in letters]
    total = counts.get((Way.MAIL_HOUSE, LetterState.WAITING), 0)
    at = rules.daily_at
    return WaitingPage(
        tabs=tabs(actor, counts, "waiting", words),
        returned=[row for letter, row in rows if letter.state is LetterState.RETURNED],
        held=[row for letter, row in rows if letter.state is LetterState.WAITING and row.problem],
        ready=[row for letter, row in rows if letter.state is LetterState.WAITING and not row.problem],
        summary=words("posting.waiting.summary", ready=f"{ready:,}", total=f"{total:,}"),
        daily=words("posting.waiting.daily", at=f"{at:%H:%M}") if at else words("posting.waiting.by_hand"),
        close=words("posting.waiting.close"),
    )
