"""ユーザー: the people of the company on screen."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts import people
from seikyu.accounts.actions import end_sessions, keep_factors, keep_people
from seikyu.accounts.actions.keep_people import Office, Stated, find, seen
from seikyu.accounts.actions.set_password import EndTokens
from seikyu.accounts.factor_store import standing
from seikyu.accounts.factors import Standing
from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.people import Person
from seikyu.accounts.sessions import Sessions
from seikyu.accounts.web.user_list import list_view, read_listing, state_of
from seikyu.accounts.wire import NEW_PERSON, PERSON
from seikyu.audit.model import Recorded
from seikyu.audit.queries import history
from seikyu.audit.steps import Step, steps
from seikyu.db.pool import Connection, Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.http.numbers import number_in_path
from seikyu.kit.clock import Clock
from seikyu.ui import notices, sheets
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.ui.sheets import NO_PROBLEMS, Asked, Group, Problems
from seikyu.ui.words import Words
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.values import Node, text

PATH = "/settings/users"
TEMPLATE = "accounts/user.html"
LABELS = "accounts.user."
NEWEST = 50
"""So many of the latest entries of somebody's history are shown."""
OFF = (("autocomplete", "off"),)

PFID = Asked("pfid", required=True, limit=254, kind="email", wide=True, hint="accounts.hint.pfid", extra=OFF)
FIELDS = (
    Asked("name", required=True, limit=30, extra=OFF),
    Asked("employee_code", limit=15, hint="accounts.hint.employee_code", extra=OFF),
    Asked("email", limit=254, kind="email", wide=True, hint="accounts.hint.email", extra=OFF),
    Asked("administrator", kind="tick", wide=True, hint="accounts.hint.administrator"),
)
ACTS: Mapping[str, Callable[[Connection, Office, int], Awaitable[None]]] = {
    "disable": keep_people.disable,
    "enable": keep_people.enable,
    "link": keep_people.send_link,
    "sessions": end_sessions.end_all_of,
    "reset": keep_factors.reset,
    "allow": partial(keep_factors.allow_password_flow, allowed=True),
    "bar": partial(keep_factors.allow_password_flow, allowed=False),
}


@dataclass(frozen=True, slots=True)
class UserPage:
    """The whole page; `person` is there when it is about somebody who is known."""

    action: str
    title: str
    seen: str
    person: Person | None
    has: Standing | None
    resettable: bool
    state: str
    kind: str
    groups: Sequence[Group]
    problems: Sequence[tuple[str, str]]
    history: Sequence[Step]


def routes(
    pool: Pool, clock: Clock, pages: Pages, sessions: Sessions, base_url: str, end_tokens: EndTokens
) -> list[Route]:
    """`/settings/users…`."""
    screens = UserScreens(pool, clock, pages, base_url, end_tokens)
    one = f"{PATH}/{{user_id}}"
    return [
        Route(PATH, door(pages, sessions, screens.list), methods=["GET"]),
        Route(f"{PATH}/new", door(pages, sessions, screens.new), methods=["GET"]),
        Route(f"{PATH}/new", door(pages, sessions, screens.add), methods=["POST"]),
        Route(one, door(pages, sessions, screens.show), methods=["GET"]),
        Route(one, door(pages, sessions, screens.save), methods=["POST"]),
        *(
            Route(f"{one}/{what}", door(pages, sessions, partial(screens.act, what)), methods=["POST"])
            for what in ACTS
        ),
    ]


class UserScreens:
    """The handlers and what they all need."""

    def __init__(self, pool: Pool, clock: Clock, pages: Pages, base_url: str, end_tokens: EndTokens) -> None:
        self._pool, self._clock, self._pages = pool, clock, pages
        self._base_url, self._end_tokens = base_url, end_tokens

    async def list(self, request: Request, actor: Actor) -> Response:
        """Everybody; only administrators may open one."""
        owner, words = actor.company.company_id, self._pages.words(request)
        listing = read_listing(request, words)
        async with transaction(self._pool, owner) as connection:
            total = await people.count(connection, owner, listing.part)
            found = await people.page(connection, owner, listing.part, listing.window(total))
        page = list_view(listing, total, found, words, may_change=actor.administrator)
        return self._pages.render(request, "accounts/users.html", page=page)

    async def new(self, request: Request, actor: Actor) -> Response:
        """An empty form."""
        administrators_only(actor)
        page = _view(None, None, {}, (), self._pages.words(request), "")
        return self._pages.render(request, TEMPLATE, page=page)

    async def show(self, request: Request, actor: Actor) -> Response:
        """One person."""
        administrators_only(actor)
        owner, user_id = actor.company.company_id, _user_id(request)
        async with transaction(self._pool, owner) as connection:
            known = await find(connection, owner, user_id)
            has = await standing(connection, owner, user_id)
            events = await history(connection, owner, "user", str(user_id))
        words, oneself = self._pages.words(request), user_id == actor.user_id
        page = _view(known, has, _typed_from(known), events, words, seen(known), oneself=oneself)
        return self._pages.render(request, TEMPLATE, page=page)

    async def add(self, request: Request, actor: Actor) -> Response:
        """Let somebody in."""
        administrators_only(actor)
        typed = _typed(await read_form(request), (PFID, *FIELDS))
        node, found = NEW_PERSON.read({**typed})
        outcome: int | Sequence[Fault] = found
        if not found:
            async with transaction(self._pool, actor.company.company_id) as connection:
                pfid = text(node, "pfid") or ""
                outcome = await keep_people.add(connection, self._office(actor), pfid, _stated(node))
        if isinstance(outcome, int):
            return _done(f"{PATH}/{outcome}", "user_added")
        words = self._pages.words(request)
        wrong = sheets.problems(outcome, LABELS, words, typed)
        return self._pages.render(request, TEMPLATE, 400, page=_view(None, None, typed, (), words, "", wrong))

    async def save(self, request: Request, actor: Actor) -> Response:
        """Change a person."""
        administrators_only(actor)
        owner, user_id = actor.company.company_id, _user_id(request)
        form = await read_form(request)
        typed, began_from = _typed(form, FIELDS), first(form, "seen")
        node, found = PERSON.read({**typed})
        faults: Sequence[Fault] = found
        async with transaction(self._pool, owner) as connection:
            known = await find(connection, owner, user_id)
            if not found:
                office, stated = self._office(actor), _stated(node)
                faults = await keep_people.change(connection, office, user_id, stated, began_from)
            has = await standing(connection, owner, user_id)
            events = await history(connection, owner, "user", str(user_id))
        if not faults:
            return _done(f"{PATH}/{user_id}", "user_changed")
        words, overtaken = self._pages.words(request), any(f.code is codes.EDITED_MEANWHILE for f in faults)
        wrong = sheets.problems(faults, LABELS, words, typed)
        stamp, oneself = seen(known) if overtaken else began_from, user_id == actor.user_id
        page = _view(known, has, typed, events, words, stamp, wrong, oneself=oneself)
        return self._pages.render(request, TEMPLATE, 409 if overtaken else 400, page=page)

    async def act(self, what: str, request: Request, actor: Actor) -> Response:
        """Shut a person out, let them in again, or have them set another password."""
        user_id = _user_id(request)
        async with transaction(self._pool, actor.company.company_id) as connection:
            await ACTS[what](connection, self._office(actor), user_id)
        return _done(f"{PATH}/{user_id}", f"user_{what}")

    def _office(self, actor: Actor) -> Office:
        return Office(actor, self._clock, self._base_url, self._end_tokens)


def _done(path: str, what: str) -> Response:
    answer = RedirectResponse(path, 303)
    notices.leave(answer, f"accounts.notice.{what}")
    return answer


def _user_id(request: Request) -> int:
    return number_in_path(request, "user_id", codes.USER_UNKNOWN)


def _typed(form: Fields, asked: Sequence[Asked]) -> dict[str, str]:
    return {one.name: first(form, one.name).strip() for one in asked}


def _typed_from(known: Person) -> dict[str, str]:
    return {
        "name": known.name,
        "employee_code": known.employee_code or "",
        "email": known.email,
        "administrator": "1" if known.administrator else "",
    }


def _stated(node: Node) -> Stated:
    return Stated(
        text(node, "name") or "",
        text(node, "employee_code"),
        text(node, "email"),
        text(node, "administrator") is not None,
    )


def _view(
    known: Person | None,
    has: Standing | None,
    typed: Mapping[str, str],
    events: Sequence[Recorded],
    words: Words,
    began_from: str,
    wrong: Problems = NO_PROBLEMS,
    *,
    oneself: bool = False,
) -> UserPage:
    asked = (PFID, *FIELDS) if known is None else FIELDS
    state, kind = ("", "") if known is None else state_of(known)
    return UserPage(
        action=f"{PATH}/new" if known is None else f"{PATH}/{known.user_id}",
        title=words("accounts.users.add") if known is None else known.name,
        seen=began_from,
        person=known,
        has=has,
        resettable=has is not None and has.protected and not oneself,
        state=words(f"accounts.state.{state}") if state else "",
        kind=kind,
        groups=[sheets.group("person", asked, LABELS, words, typed, wrong)],
        problems=wrong.found,
        history=steps(events[-NEWEST:], words),
    )
