"""Inviting a customer from its page: by mail or by letter."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.rules import is_pfid
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form
from seikyu.invitations import queries
from seikyu.invitations.actions.invite import invite
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.model import Invitation, Method, State
from seikyu.invitations.queries import Customer
from seikyu.invitations.web.listing import LIST, state_word
from seikyu.kit.clock import Clock
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

PATH = "/seller/customers/{customer_id}/invite"
LONGEST_EMAIL = 100


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/customers/{customer_id}/invite`."""

    async def found(request: Request, owner: int) -> tuple[Customer, Invitation | None]:
        customer_id = uuid_in_path(request, "customer_id")
        async with transaction(pool, owner) as connection:
            customer = await queries.customer(connection, owner, customer_id)
            before = await queries.newest_of(connection, owner, customer_id)
        if customer is None:
            raise Refusal(codes.INVITATION_UNKNOWN, status=404)
        if customer.buyer_company_id is not None:
            raise Refusal(codes.CUSTOMER_LINKED, status=409)
        return customer, before

    def page(
        request: Request, customer: Customer, before: Invitation | None, email: str, problem: str = ""
    ) -> Response:
        words, now = pages.words(request), clock()
        sent = None if before is None or before.stored_state is not State.SENT else moment(before.sent_at)
        return pages.render(
            request,
            "invitations/invite.html",
            400 if problem else 200,
            customer=customer,
            path=f"/seller/customers/{customer.customer_id}",
            address=" ".join(filter(None, (f"〒{customer.zip_code}", customer.address1, customer.address2)))
            if customer.posted_to
            else "",
            email=email,
            problem=problem,
            sent=sent,
            state="" if before is None else state_word(before.state(now), words),
        )

    async def ask(request: Request, actor: Actor) -> Response:
        customer, before = await found(request, actor.company.company_id)
        return page(request, customer, before, customer.email or "")

    async def take(request: Request, actor: Actor) -> Response:
        owner, words = actor.company.company_id, pages.words(request)
        form = await read_form(request)
        customer, before = await found(request, owner)
        method, email = first(form, "method"), first(form, "email").strip()
        if method not in {*Method}:
            return page(request, customer, before, email, words("invitations.inviting.choose"))
        if method == Method.EMAIL and customer.email is None and not _is_email(email):
            return page(request, customer, before, email, words("invitations.inviting.bad_email"))
        if method == Method.LETTER and not customer.posted_to:
            return page(request, customer, before, email, words("invitations.inviting.no_address"))
        inviter = Inviter(actor.company, actor.author, base_url)
        async with transaction(pool, owner) as connection:
            invitation_id = await invite(
                connection, inviter, clock(), customer.customer_id, Method(method), email or None
            )
        answer = RedirectResponse(f"{LIST}/{invitation_id}", 303)
        notices.leave(
            answer,
            "invitations.notice.mailed" if method == Method.EMAIL else "invitations.notice.letter_made",
        )
        return answer

    return [
        Route(PATH, door(pages, sessions, ask), methods=["GET"]),
        Route(PATH, door(pages, sessions, take), methods=["POST"]),
    ]


def uuid_in_path(request: Request, name: str) -> UUID:
    """An id in the path; what is none is of nothing there is."""
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404) from None


def _is_email(text: str) -> bool:
    return is_pfid(text) and len(text) <= LONGEST_EMAIL and text.isascii()
