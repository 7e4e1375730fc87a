"""Templates of invoices that come every month: the list, and making this month's drafts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import queries
from seikyu.drafting.actions.make import make
from seikyu.drafting.entry import id_in
from seikyu.drafting.model import ListedTemplate
from seikyu.http.forms import first, read_form
from seikyu.kit import jst
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import When, day, yen
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

LIST = "/seller/templates"
MOST = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One template."""

    href: str
    value: str
    name: str
    customer: str
    amount: str
    last: str
    next_on: When | None
    made: bool


@dataclass(frozen=True, slots=True)
class MonthlyPage:
    """The whole page."""

    month: str
    rows: Sequence[Row]


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/templates` and making drafts of them."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        month = _month(request.query_params.get("month", "")) or jst.today(clock).replace(day=1)
        async with transaction(pool, owner) as connection:
            found = await queries.templates(connection, owner)
            made = await queries.made_for(connection, owner, month)
        rows = [_row(one, words, made=one.template.template_id in made) for one in found]
        return pages.render(request, "drafting/templates.html", page=MonthlyPage(f"{month:%Y-%m}", rows))

    async def make_drafts(request: Request, actor: Actor) -> Response:
        fields = await read_form(request, MOST)
        month = _month(first(fields, "month"))
        if month is None:
            raise Refusal(codes.PARAMETER_UNREADABLE, status=400)
        wanted = [found for given in fields.get("template", []) if (found := id_in(given))]
        again = bool(first(fields, "again"))
        async with transaction(pool, actor.company.company_id) as connection:
            made = await make(connection, actor, clock, sorted(set(wanted)), month, again=again)
        answer = RedirectResponse("/seller/drafts" if made else f"{LIST}?month={month:%Y-%m}", 303)
        told = "made" if made else "made_already" if wanted else "none_chosen"
        notices.leave(answer, f"drafting.notice.{told}")
        return answer

    return [
        Route(LIST, door(pages, sessions, show), methods=["GET"]),
        Route(f"{LIST}/make", door(pages, sessions, make_drafts), methods=["POST"]),
    ]


def _month(given: str) -> date | None:
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", given)
    return None if found is None else date(int(found[1]), int(found[2]), 1)


def _row(one: ListedTemplate, words: Words, *, made: bool) -> Row:
    template, last = one.template, one.last_month
    return Row(
        f"{LIST}/{template.template_id}",
        str(template.template_id),
        template.name or words("drafting.no_name"),
        one.summary.customer_name or words("drafting.no_customer"),
        yen(one.summary.inv_show_amount),
        "" if last is None else f"{last:%Y/%m}",
        day(template.next_on),
        made,
    )
