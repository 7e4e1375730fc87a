"""The list of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import queries
from seikyu.drafting.model import Based, Basis, Listed
from seikyu.kit.clock import Clock
from seikyu.ui import lists
from seikyu.ui.doors import door
from seikyu.ui.format import When, moment, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Paging
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words

LIST = "/seller/drafts"


@dataclass(frozen=True, slots=True)
class Row:
    """One draft."""

    href: str
    customer: str
    name: str
    inv_no: str
    basis: str
    amount: str
    negative: bool
    by: str
    at: When | None
    delete: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page."""

    wanted: str
    rows: Sequence[Row]
    paging: Paging


def routes(pool: Pool, _clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/drafts`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        address = lists.read_address(request)
        wanted = Inputs(address, words).text("q")
        page = lists.read_page(address)
        start = (page - 1) * lists.PAGE_SIZE
        async with transaction(pool, owner) as connection:
            total, found = await queries.page(connection, owner, wanted, start, lists.PAGE_SIZE)
        view = ListPage(
            wanted or "", [_row(one, words) for one in found], lists.paging(address, words, page, total)
        )
        return pages.render(request, "drafting/list.html", page=view)

    return [Route(LIST, door(pages, sessions, show), methods=["GET"])]


def basis_word(basis: Basis, words: Words) -> str:
    """What a draft began as, in a few words."""
    match basis.based:
        case Based.NOTHING:
            return ""
        case Based.COPY:
            return words("drafting.based.copy", number=basis.number)
        case Based.CORRECTION:
            return words("drafting.based.correction", number=basis.number)
        case Based.TEMPLATE:
            month = basis.month
            return (
                "" if month is None else words("drafting.based.template", year=month.year, month=month.month)
            )


def _row(one: Listed, words: Words) -> Row:
    href = f"{LIST}/{one.draft_id}"
    amount = one.summary.inv_show_amount
    return Row(
        href,
        one.summary.customer_name or words("drafting.no_customer"),
        one.summary.inv_name or "",
        one.summary.inv_no or "",
        basis_word(one.basis, words),
        yen(amount),
        (amount or 0) < 0,
        one.editor_name,
        moment(one.updated_at),
        f"{href}/delete",
    )
