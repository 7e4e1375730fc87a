"""Where drafts begin: a blank one, a copy, a correction, a template."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import masters
from seikyu.drafting.actions import begin
from seikyu.drafting.actions.save import NEW
from seikyu.drafting.model import Basis, Draft, Kind, Template
from seikyu.drafting.rules import DayRule
from seikyu.drafting.web.editor import new_content
from seikyu.drafting.web.showing import show_editor
from seikyu.http.numbers import number_in_path
from seikyu.kit import jst
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes

LAST = DayRule(0, 31)
LAST_OF_NEXT = DayRule(1, 31)


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/invoices/new`, `…/{number}/copy`, `…/{number}/correct`, `/seller/templates/new`."""

    async def blank(request: Request, actor: Actor) -> Response:
        return await show_new(request, actor, Kind.DRAFT)

    async def blank_template(request: Request, actor: Actor) -> Response:
        return await show_new(request, actor, Kind.TEMPLATE)

    async def show_new(request: Request, actor: Actor, kind: Kind) -> Response:
        owner, now = actor.company.company_id, clock()
        async with transaction(pool, owner) as connection:
            publishers = await masters.publishers(connection, owner)
            banks = await masters.banks(connection, owner)
            content = new_content(jst.today(clock), publishers, banks)
            draft_id = new_id(now)
            draft = Draft(draft_id, kind, content, Basis(), actor.name, actor.name, NEW, now)
            template = Template(draft_id, "", LAST, LAST_OF_NEXT, None) if kind is Kind.TEMPLATE else None
            return await show_editor(connection, pages, request, actor, draft, template=template, saved=False)

    async def copy(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            draft_id = await begin.copy(connection, actor, clock, _number(request))
        return _begun(draft_id, "drafting.notice.copied")

    async def correct(request: Request, actor: Actor) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            draft_id = await begin.correct(connection, actor, clock, _number(request))
        return _begun(draft_id)

    return [
        Route("/seller/invoices/new", door(pages, sessions, blank), methods=["GET"]),
        Route("/seller/templates/new", door(pages, sessions, blank_template), methods=["GET"]),
        Route("/seller/invoices/{invoice_mng_num}/copy", door(pages, sessions, copy), methods=["POST"]),
        Route("/seller/invoices/{invoice_mng_num}/correct", door(pages, sessions, correct), methods=["POST"]),
    ]


def _begun(draft_id: UUID, notice: str = "") -> Response:
    answer = RedirectResponse(f"/seller/drafts/{draft_id}", 303)
    if notice:
        notices.leave(answer, notice)
    return answer


def _number(request: Request) -> int:
    return number_in_path(request, "invoice_mng_num", codes.INVOICE_UNKNOWN)
