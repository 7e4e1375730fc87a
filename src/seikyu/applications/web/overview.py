"""API連携: what the company may use, what it asked for, and its programs."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, Option, Plan
from seikyu.applications import queries
from seikyu.applications.model import Access, AccessRequest, Status
from seikyu.applications.web.place import HERE, Place, address_of
from seikyu.db.pool import transaction
from seikyu.oauth.client_queries import OwnClient, clients
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words

KINDS = {
    Status.APPLIED: "waiting",
    Status.GRANTED: "done",
    Status.REFUSED: "attention",
    Status.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One thing that may be used; `apply` leads to where it is asked for, `why_not` says why it cannot be."""

    name: str
    title: str
    means: str
    state: str
    kind: str
    apply: str | None
    why_not: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Something asked for; `withdraw` takes it back."""

    title: str
    state: str
    kind: str
    at: When | None
    who: str
    purpose: str
    contact: str
    decided: When | None
    answer: str
    withdraw: str | None


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """One program."""

    href: str
    name: str
    client_id: str
    state: str
    kind: str
    sort: str
    since: When | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    may_change: bool
    may_use: bool
    cards: Sequence[AccessCard]
    requests: Sequence[RequestRow]
    programs: Sequence[ProgramRow]


def routes(place: Place) -> list[Route]:
    """`/settings/api`."""

    async def show(request: Request, actor: Actor) -> Response:
        owner = actor.company.company_id
        async with transaction(place.pool, owner) as connection:
            asked = await queries.requests(connection, owner)
            known = await clients(connection, owner, place.environment)
        page = _view(actor, asked, known, place.pages.words(request), sandbox=place.sandbox)
        return place.pages.render(request, "applications/overview.html", page=page)

    return [place.route(HERE, "GET", show)]


def state_of(known: OwnClient) -> tuple[str, str]:
    """Whether a program may call: the name of the word, and the kind that colours it."""
    return ("disabled", "quiet") if known.disabled_at else ("active", "done")


def _view(
    actor: Actor, asked: Sequence[AccessRequest], known: Sequence[OwnClient], words: Words, *, sandbox: bool
) -> Overview:
    # Whoever is in a sandbox need not ask for one.
    offered = [Access.API] if sandbox else [Access.API, Access.SANDBOX]
    return Overview(
        may_change=actor.administrator,
        may_use=actor.company.may_use_api,
        cards=[_card(access, actor, asked, words) for access in offered],
        requests=[_request(one, actor, words) for one in asked],
        programs=[_program(one, words) for one in known],
    )


def _card(access: Access, actor: Actor, asked: Sequence[AccessRequest], words: Words) -> AccessCard:
    latest = next((one.status for one in asked if one.access is access), None)
    paid = actor.company.plan is Plan.PAID
    if access is Access.API and paid and Option.API in actor.company.options:
        state, kind = "open", "done"
    elif latest in {Status.APPLIED, Status.REFUSED} or (
        access is Access.SANDBOX and latest is Status.GRANTED
    ):
        state, kind = str(latest), KINDS[latest]
    else:
        state, kind = "closed", "quiet"
    may_ask = state in {"closed", "refused"} or (access is Access.SANDBOX and state == "granted")
    return AccessCard(
        access,
        words(f"applications.access.{access}"),
        words(f"applications.means.{access}"),
        words(f"applications.state.{state}"),
        kind,
        f"{HERE}/apply/{access}" if may_ask and paid and actor.administrator else None,
        words("applications.only_paid") if not paid else "",
    )


def _request(one: AccessRequest, actor: Actor, words: Words) -> RequestRow:
    is_open = one.status is Status.APPLIED and actor.administrator
    return RequestRow(
        words(f"applications.access.{one.access}"),
        words(f"applications.state.{one.status}"),
        KINDS[one.status],
        moment(one.applied_at),
        one.applicant,
        one.purpose,
        one.contact,
        moment(one.decided_at),
        one.answer or "",
        f"{HERE}/requests/{one.request_id}/withdraw" if is_open else None,
    )


def _program(known: OwnClient, words: Words) -> ProgramRow:
    state, kind = state_of(known)
    return ProgramRow(
        address_of(known.client_id),
        known.name,
        known.client_id,
        words(f"applications.program_state.{state}"),
        kind,
        words(f"applications.sort.{'confidential' if known.confidential else 'public'}"),
        moment(known.created_at),
    )
