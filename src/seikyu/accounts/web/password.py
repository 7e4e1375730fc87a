"""Setting a password: one's own at `/settings/password`, the first one by the link of a mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.actions.set_password import EndTokens, change_own, invited, set_first, unfit
from seikyu.accounts.callers import address_of, request_id_of
from seikyu.accounts.model import Actor, Attempt, User, Via
from seikyu.accounts.passwords import Passwords
from seikyu.accounts.queries import user
from seikyu.accounts.rules import SHORTEST_PASSWORD
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import first, read_form, read_query
from seikyu.kit.clock import Clock
from seikyu.ui import notices, sheets
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.sheets import NO_PROBLEMS, Problems
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

OWN, NEW = "/settings/password", "/password/new"
LABELS = "accounts.password."


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The whole page; `pfid` helps password managers."""

    pfid: str
    company: str
    name: str
    hint: str
    wrong: Problems


def routes(
    pool: Pool,
    clock: Clock,
    passwords: Passwords,
    sessions: Sessions,
    pages: Pages,
    end_tokens: EndTokens,
) -> list[Route]:
    """`/settings/password` and `/password/new?token=…`."""

    async def ask_own(request: Request, actor: Actor) -> Response:
        page = _page(await _myself(pool, actor), pages.words(request), ())
        return pages.render(request, "accounts/password.html", page=page)

    async def change(request: Request, actor: Actor) -> Response:
        form = await read_form(request)
        person, password = await _myself(pool, actor), first(form, "password")
        attempt = Attempt(
            person.pfid,
            first(form, "present"),
            address_of(request),
            Via.SCREEN,
            request_id=request_id_of(request),
            device=sessions.device(request),
            action="password_confirmed",
        )
        known = await sessions.signed_in(request)
        since = None if known is None else known.since
        outcome: User | list[Fault] = unfit(password, first(form, "again"))
        if not outcome:
            outcome = await change_own(pool, clock, passwords, end_tokens, attempt, password)
        if isinstance(outcome, User):
            answer = RedirectResponse(OWN, 303)
            # The password alone was shown: that is no login where a second factor belongs to one.
            await sessions.begin(request, outcome, answer, since=since)
            notices.leave(answer, "accounts.notice.password_changed")
            return answer
        page = _page(person, pages.words(request), outcome)
        return pages.render(request, "accounts/password.html", 400, page=page)

    async def ask_new(request: Request) -> Response:
        try:
            person = await invited(pool, clock, first(read_query(request), "token"))
        except Refusal as refusal:
            return _refused(pages, request, refusal)
        page = _page(person, pages.words(request), ())
        return pages.render(request, "accounts/first_password.html", page=page)

    async def set_new(request: Request) -> Response:
        try:
            token, form = first(read_query(request), "token"), await read_form(request)
            person, password = await invited(pool, clock, token), first(form, "password")
            if faults := unfit(password, first(form, "again")):
                page = _page(person, pages.words(request), faults)
                return pages.render(request, "accounts/first_password.html", 400, page=page)
            await set_first(pool, clock, passwords, end_tokens, token, password, request_id_of(request))
        except Refusal as refusal:
            return _refused(pages, request, refusal)
        answer = RedirectResponse("/login", 303)
        notices.leave(answer, "accounts.notice.password_set")
        return answer

    return [
        Route(OWN, door(pages, sessions, ask_own), methods=["GET"]),
        Route(OWN, door(pages, sessions, change), methods=["POST"]),
        Route(NEW, ask_new, methods=["GET"]),
        Route(NEW, set_new, methods=["POST"]),
    ]


async def _myself(pool: Pool, actor: Actor) -> User:
    async with transaction(pool, actor.company.company_id) as connection:
        person = None if actor.user_id is None else await user(connection, actor.user_id)
    if person is None:
        raise Refusal(codes.USER_UNKNOWN, status=404)
    return person


def _page(person: User, words: Words, faults: Sequence[Fault]) -> PasswordPage:
    wrong = (
        sheets.problems(faults, LABELS, words, ("present", "password", "again")) if faults else NO_PROBLEMS
    )
    hint = words("accounts.hint.password", low=SHORTEST_PASSWORD)
    return PasswordPage(person.pfid, person.company.name, person.name, hint, wrong)


def _refused(pages: Pages, request: Request, refusal: Refusal) -> Response:
    sentence = refusal.detail(pages.words(request).language)
    return pages.failure(request, refusal.status, sentence, refusal.code.number)
