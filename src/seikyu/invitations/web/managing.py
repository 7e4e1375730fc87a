"""The seller's invitations: the list, one of them, sending again, withdrawing, its letter."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.audit.queries import history
from seikyu.audit.steps import steps
from seikyu.db.pool import Pool, transaction
from seikyu.invitations import queries
from seikyu.invitations.actions.invite import resend
from seikyu.invitations.actions.send import Inviter
from seikyu.invitations.actions.withdraw import withdraw
from seikyu.invitations.model import Invitation, Method, State
from seikyu.invitations.web.inviting import uuid_in_path
from seikyu.invitations.web.listing import KINDS, LIST, list_view, read_list, state_word, within
from seikyu.invoices.screen.document import Fact
from seikyu.invoices.screen.versions import pdf_answer
from seikyu.kit.clock import Clock
from seikyu.ui import lists, notices
from seikyu.ui.doors import door
from seikyu.ui.format import moment
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

ONE = f"{LIST}/{{invitation_id}}"


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str) -> list[Route]:
    """`/seller/invitations…`."""

    async def show_list(request: Request, actor: Actor) -> Response:
        owner, now = actor.company.company_id, clock()
        asked = read_list(request, pages.words(request))
        async with transaction(pool, owner) as connection:
            every = queries.Filter(
                method=asked.filter.method,
                partner_name=asked.filter.partner_name,
                recipient=asked.filter.recipient,
            )
            counts = await queries.count_by_state(connection, owner, every, now)
            asked = within(asked, counts)
            found = await queries.page(
                connection,
                owner,
                asked.filter,
                now,
                asked.start,
                lists.PAGE_SIZE,
                (asked.sort.by, asked.sort.descending),
            )
        return pages.render(request, "invitations/list.html", page=list_view(asked, counts, found, now))

    async def show_one(request: Request, actor: Actor) -> Response:
        owner, words, now = actor.company.company_id, pages.words(request), clock()
        async with transaction(pool, owner) as connection:
            found = _known(await queries.one(connection, owner, uuid_in_path(request, "invitation_id")))
            events = await history(connection, owner, "invitation", str(found.invitation_id))
        state = found.state(now)
        return pages.render(
            request,
            "invitations/one.html",
            path=request.url.path,
            title=found.partner_name,
            customer=f"/seller/customers/{found.partner_id}",
            state=state_word(state, words),
            kind=KINDS[state],
            open=state in {State.SENT, State.EXPIRED},
            letter=found.method is Method.LETTER and state in {State.SENT, State.EXPIRED},
            again=state in {State.DECLINED, State.WITHDRAWN},
            facts=_facts(found, words),
            reason=found.reason or "",
            advice=words(f"invitations.next.{state}"),
            steps=steps(events, words),
        )

    async def send_again(request: Request, actor: Actor) -> Response:
        owner, invitation_id = actor.company.company_id, uuid_in_path(request, "invitation_id")
        async with transaction(pool, owner) as connection:
            inviter = Inviter(actor.company, actor.author, base_url)
            await resend(connection, inviter, clock(), invitation_id)
        return _back(invitation_id, "invitations.notice.sent_again")

    async def take_back(request: Request, actor: Actor) -> Response:
        owner, invitation_id = actor.company.company_id, uuid_in_path(request, "invitation_id")
        async with transaction(pool, owner) as connection:
            await withdraw(connection, actor, clock(), invitation_id)
        return _back(invitation_id, "invitations.notice.withdrawn")

    async def show_letter(request: Request, actor: Actor) -> Response:
        owner, invitation_id = actor.company.company_id, uuid_in_path(request, "invitation_id")
        async with transaction(pool, owner) as connection:
            found = _known(await queries.one(connection, owner, invitation_id))
            letter = await queries.letter(connection, owner, invitation_id)
        if letter is None:
            raise Refusal(codes.INVITATION_OVER, status=409)
        name = pages.words(request)("invitations.letter.name")
        return pdf_answer(letter, (name, found.partner_name))

    return [
        Route(LIST, door(pages, sessions, show_list), methods=["GET"]),
        Route(ONE, door(pages, sessions, show_one), methods=["GET"]),
        Route(f"{ONE}/resend", door(pages, sessions, send_again), methods=["POST"]),
        Route(f"{ONE}/withdraw", door(pages, sessions, take_back), methods=["POST"]),
        Route(f"{ONE}/letter", door(pages, sessions, show_letter), methods=["GET"]),
    ]


def _known(found: Invitation | None) -> Invitation:
    if found is None:
        raise Refusal(codes.INVITATION_UNKNOWN, status=404)
    return found


def _back(invitation_id: object, notice: str) -> Response:
    answer = RedirectResponse(f"{LIST}/{invitation_id}", 303)
    notices.leave(answer, notice)
    return answer


def _facts(found: Invitation, words: Words) -> list[Fact]:
    sent, until, answered = map(moment, (found.sent_at, found.expires_at, found.answered_at))
    facts = (
        ("method", words(f"invitations.method.{found.method}")),
        ("recipient", found.recipient),
        ("sent", "" if sent is None else sent.shown),
        ("times", str(found.sent_count)),
        ("sent_by", found.sent_by),
        ("until", "" if until is None or found.answered_at else until.shown),
        ("answered", "" if answered is None else answered.shown),
        ("answered_by", found.answered_by or ""),
    )
    return [Fact(words(f"invitations.fact.{name}"), value) for name, value in facts if value]
