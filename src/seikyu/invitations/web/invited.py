"""What every page of the invited begins with: the invitation a key belongs to, or why there is none."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from seikyu.accounts.callers import address_of
from seikyu.accounts.model import Company
from seikyu.accounts.queries import company
from seikyu.db.pool import Pool, transaction
from seikyu.invitations import queries
from seikyu.invitations.actions.look import look
from seikyu.invitations.model import Found, Partner, State
from seikyu.kit.clock import Clock
from seikyu.ui.doors import Endpoint, open_door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

Answering = Callable[[Request, Found, Company], Awaitable[Response]]
"""A page of an invitation that is open, from a company."""


def invited(pool: Pool, clock: Clock, pages: Pages, handler: Answering) -> Endpoint:
    """Make an endpoint that opens for whoever holds a key; others are told what has become of it."""

    async def inside(request: Request) -> Response:
        key = key_of(request)
        try:
            found = await look(pool, clock, key, address_of(request))
        except Refusal as refusal:
            if refusal.code is not codes.INVITATION_UNKNOWN:
                raise
            return closed(pages, request, "unknown", 404)
        async with transaction(pool, found.inviter) as connection:
            inviter = await company(connection, found.inviter)
            customer = await queries.partner(
                connection, found.inviter, found.invitation.partner, found.invitation.partner_id
            )
        if inviter is None:
            raise LookupError(f"there is no company {found.inviter}")
        state = found.invitation.state(clock())
        if found.void and state is State.SENT:
            return closed(pages, request, "replaced", 410, inviter.name)
        if state is not State.SENT:
            return closed(pages, request, state, 410, inviter.name)
        if customer is None or customer.buyer_company_id is not None:
            # Deleted, or linked by another invitation of an earlier day.
            return closed(pages, request, State.WITHDRAWN, 410, inviter.name)
        return await handler(request, found, inviter)

    return open_door(pages, inside)


def closed(pages: Pages, request: Request, why: str, status: int, inviter: str = "") -> Response:
    """The page for a link that opens nothing (any more): why, and what to do."""
    words = pages.words(request)
    return pages.render(
        request,
        "invitations/closed.html",
        status,
        title=words(f"invitations.over.{why}.title"),
        sentence=words(f"invitations.over.{why}.sentence", inviter=inviter),
        advice=words(f"invitations.over.{why}.advice", inviter=inviter),
        way="login" if why == State.ACCEPTED else "code" if why == "unknown" else "",
    )


def key_of(request: Request) -> str:
    """The key in the path."""
    key: str = request.path_params["key"]
    return key


def kind_of(found: Found) -> str:
    """What the words for payees begin with."""
    return "payee_" if found.invitation.partner is Partner.PAYEE else ""


def home_of(found: Found) -> str:
    """Where whoever accepted goes on: to what it receives, or to what it issues."""
    return "/seller/invoices" if found.invitation.partner is Partner.PAYEE else "/buyer/invoices"
