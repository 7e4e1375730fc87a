"""What the editor asks for while somebody types: to be saved, what it comes to, customers to choose."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.drafting import masters
from seikyu.drafting.actions.save import NEW
from seikyu.drafting.entry import id_in
from seikyu.drafting.web.choices import customer_label
from seikyu.drafting.web.sent import read_fields, read_sent, save_sent
from seikyu.drafting.web.sums import sums_view
from seikyu.kit.clock import Clock
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/seller/drafts/{id}/live` and `/seller/drafts/customers`."""

    async def live(request: Request, actor: Actor) -> Response:
        fields = await read_fields(request)
        words = pages.words(request)
        async with transaction(pool, actor.company.company_id) as connection:
            sent = await read_sent(connection, actor, clock, request, fields)
            saved = await save_sent(connection, actor, clock, sent)
        at = moment(clock())
        told = words("drafting.saved_at", at=at.shown if at else "", name=actor.name)
        sums = sums_view(
            saved.asked,
            saved.chosen.rounding.value,
            sent.draft.revision if saved.revision is None else saved.revision,
            "" if saved.revision is None else told,
            words,
            conflict=saved.revision is None,
        )
        answer = pages.render(request, "drafting/sums.html", sums=sums)
        if sent.draft.revision == NEW and saved.revision is not None:
            # What was begun on a blank page has an address from now on.
            answer.headers["HX-Replace-Url"] = f"/seller/drafts/{sent.draft.draft_id}"
        return answer

    async def find_customers(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        wanted = request.query_params.get("customer_q", "")[:100].replace("\0", "")
        chosen = id_in(request.query_params.get("customer", ""))
        async with transaction(pool, owner) as connection:
            found = await masters.customers(connection, owner, wanted or None, chosen)
        choices = [(str(one.master_id), customer_label(one, words)) for one in found]
        return pages.render(
            request,
            "drafting/customers.html",
            choices=[("", words("drafting.choose.customer")), *choices],
            chosen="" if chosen is None else str(chosen),
        )

    return [
        Route("/seller/drafts/customers", door(pages, sessions, find_customers), methods=["GET"]),
        Route("/seller/drafts/{draft_id}/live", door(pages, sessions, live), methods=["POST"]),
    ]
