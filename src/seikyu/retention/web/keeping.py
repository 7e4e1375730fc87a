"""`/settings/retention`: how long papers are kept, what that means, holds and what was released."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.retention import queries
from seikyu.retention.actions.keep import keep
from seikyu.retention.model import MOST_EXTENSION, YEARS, Keeping
from seikyu.retention.rules import MONTHS, kept_until
from seikyu.retention.web.rows import hold_row, release_row, year_row
from seikyu.ui import notices, sheets
from seikyu.ui.doors import door
from seikyu.ui.format import long_day
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault

PATH = "/settings/retention"
FIELDS = ("years", "fiscal_month", "extension", "reason")


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """The page and its form."""

    async def page(
        request: Request, actor: Actor, typed: Keeping | None, reason: str, faults: Sequence[Fault]
    ) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        async with transaction(pool, owner) as connection:
            known = await queries.keeping(connection, owner)
            years = await queries.years(connection, owner, known)
            holds = await queries.holds(connection, owner)
            releases = await queries.releases(connection, owner)
        now = clock()
        until = long_day(kept_until(today(clock), known), words.language)
        return pages.render(
            request,
            "retention/keeping.html",
            400 if faults else 200,
            typed=typed or known,
            reason=reason,
            wrong=sheets.problems(faults, "retention.field.", words, FIELDS),
            choices=_choices(words),
            today=words("retention.today", until="" if until is None else until.shown),
            years=[year_row(one, today(clock), words) for one in years],
            holds=[hold_row(one, words) for one in holds],
            releases=[release_row(one, now, words) for one in releases],
        )

    async def show(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        return await page(request, actor, None, "", ())

    async def change(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        form = await read_form(request)
        typed, reason = _typed(form), first(form, "reason").strip()[:500]
        async with transaction(pool, actor.company.company_id) as connection:
            faults = await keep(connection, actor, clock, typed, reason)
        if faults:
            return await page(request, actor, typed, reason, faults)
        answer = RedirectResponse(PATH, 303)
        notices.leave(answer, "retention.notice.kept")
        return answer

    return [
        Route(PATH, door(pages, sessions, show), methods=["GET"]),
        Route(PATH, door(pages, sessions, change), methods=["POST"]),
    ]


def _typed(form: Fields) -> Keeping:
    """What a browser sent; what is no number is none that can be chosen."""
    years, month, extension = (_number(first(form, name)) for name in FIELDS[:3])
    return Keeping(years, month, extension)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("10") else -1


def _choices(words: Words) -> dict[str, list[tuple[int, str]]]:
    return {
        "years": [(years, words(f"retention.years.{years}")) for years in YEARS],
        "fiscal_month": [(n, words("retention.month", n=n)) for n in range(1, MONTHS + 1)],
        "extension": [
            (n, words("retention.extension", n=n) if n else words("retention.no_extension"))
            for n in range(MOST_EXTENSION + 1)
        ],
    }
