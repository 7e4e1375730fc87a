"""The editor: shown, saved by a button or while somebody types, lines added and moved without scripts."""

from dataclasses import replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.attachments.actions.attach import carry_over
from seikyu.attachments.model import of_draft
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import queries
from seikyu.drafting.actions.issue import try_out
from seikyu.drafting.actions.save import NEW
from seikyu.drafting.entry import id_in
from seikyu.drafting.model import Basis, Draft, Kind
from seikyu.drafting.web.sent import LINE_VERBS, as_template, read_fields, read_sent, save_sent, with_lines
from seikyu.drafting.web.showing import open_draft, problems_of, show_editor
from seikyu.http.forms import Fields, first
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages

ONE = "/seller/drafts/{draft_id}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/drafts/{id}` and what it asks for while somebody types."""

    async def show(request: Request, actor: Actor) -> Response:
        owner, draft_id = actor.company.company_id, id_in(request.path_params["draft_id"])
        async with transaction(pool, owner) as connection:
            known = None if draft_id is None else await queries.one(connection, owner, draft_id)
        if known is not None and known.issued_as is not None:
            return RedirectResponse(f"/seller/invoices/{known.issued_as}", 303)
        problems = []
        if known is not None and "check" in request.query_params and known.kind is Kind.DRAFT:
            tried = await try_out(pool, actor, clock, known.content, known.corrects)
            problems = problems_of(tried.asked, tried.faults, pages.words(request))
        async with transaction(pool, owner) as connection:
            draft = await open_draft(connection, owner, draft_id)
            template = await queries.template(connection, owner, draft.draft_id)
            return await show_editor(
                connection, pages, request, actor, draft, template=template, problems=problems
            )

    async def keep(request: Request, actor: Actor) -> Response:
        fields = await read_fields(request)
        asked = first(fields, "do")
        owner, origin = actor.company.company_id, id_in(request.path_params["draft_id"])
        async with transaction(pool, owner) as connection:
            sent = await read_sent(connection, actor, clock, request, fields)
            if asked == "fork":
                sent = replace(
                    sent, draft=replace(sent.draft, draft_id=new_id(clock()), basis=Basis(), revision=NEW)
                )
            if asked == "template":
                sent = await as_template(connection, actor, clock, sent)
            sent = with_lines(sent, asked)
            saved = await save_sent(connection, actor, clock, sent)
            if saved.revision is None:
                return await show_editor(
                    connection,
                    pages,
                    request,
                    actor,
                    sent.draft,
                    template=sent.template,
                    conflict=True,
                    saved=False,
                )
            if asked == "fork" and origin is not None:
                await carry_over(connection, owner, of_draft(origin), of_draft(sent.draft.draft_id), clock())
        return _go_on(asked, sent.draft, fields)

    return [
        Route(ONE, door(pages, sessions, show), methods=["GET"]),
        Route("/seller/templates/{draft_id}", door(pages, sessions, show), methods=["GET"]),
        Route(ONE, door(pages, sessions, keep), methods=["POST"]),
    ]


def _go_on(asked: str, draft: Draft, fields: Fields) -> Response:
    """Where a button leads once all is saved."""
    path = f"/seller/{'templates' if draft.kind is Kind.TEMPLATE else 'drafts'}/{draft.draft_id}"
    verb = asked.partition("-")[0]
    query = urlencode({"customer_q": first(fields, "customer_q")})
    onward = {"confirm": "/confirm", "check": "?check=1", "find": f"?{query}#customer", "calc": "#sums"}
    lines = "#lines" if verb in LINE_VERBS else ""
    answer = RedirectResponse(path + onward.get(verb, lines), 303)
    if verb in {"save", "fork", "template"}:
        notices.leave(answer, f"drafting.notice.{'template' if verb == 'template' else 'saved'}")
    return answer
