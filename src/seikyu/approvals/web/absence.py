"""不在設定: one's own absences, and who decides meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path

from seikyu.accounts.model import Actor, User
from seikyu.accounts.queries import users_of
from seikyu.accounts.sessions import Sessions
from seikyu.approvals import setup_queries
from seikyu.approvals.actions import set_up
from seikyu.approvals.model import Absence
from seikyu.approvals.web.route_list import id_of
from seikyu.approvals.web.routes import leave_for
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.kit.jst import today
from seikyu.ui.doors import door
from seikyu.ui.format import long_day
from seikyu.ui.pages import Pages
from seikyu.ui.words import Words
from seikyu.wire import codes

PATH = "/settings/absence"


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """An absence that is not over."""

    days: str
    substitute: str
    now: bool
    delete: str


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """The whole page: what is noted, and the form for one more."""

    lines: Sequence[AbsenceLine]
    people: Sequence[tuple[str, str]]
    substitute: str
    from_day: str
    to_day: str
    problems: Sequence[tuple[str, str]]


def screens(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Path]:
    """`/settings/absence` and `/settings/absence/{absence}/delete`."""

    async def show(request: Request, actor: Actor) -> Response:
        return await form(request, actor, {}, ())

    async def form(
        request: Request, actor: Actor, sent: Fields, problems: Sequence[tuple[str, str]]
    ) -> Response:
        owner, words, day = actor.company.company_id, pages.words(request), today(clock)
        async with transaction(pool, owner) as connection:
            absences = await setup_queries.absences(connection, owner, actor.user_id or 0, day)
            names = await setup_queries.names(connection, owner, {one.substitute_id for one in absences})
            users = await users_of(connection, owner)
        page = AbsencePage(
            [_line(one, names.get(one.substitute_id, ""), day, words) for one in absences],
            [("", words("approvals.absence.choose")), *_others(users, actor)],
            first(sent, "substitute"),
            first(sent, "from_day"),
            first(sent, "to_day"),
            problems,
        )
        return pages.render(request, "approvals/absence.html", 400 if problems else 200, page=page)

    async def note(request: Request, actor: Actor) -> Response:
        sent, words, now = await read_form(request), pages.words(request), clock()
        async with transaction(pool, actor.company.company_id) as connection:
            users = await users_of(connection, actor.company.company_id)
            read, problems = _read(sent, users, actor, today(clock), words)
            if read is not None:
                absence = Absence(new_id(now), *read)
                await set_up.note_absence(connection, actor, absence, now)
        if problems:
            return await form(request, actor, sent, problems)
        return leave_for(PATH, "absence_noted")

    async def delete(request: Request, actor: Actor) -> Response:
        key = id_of(request, "absence_id", codes.ABSENCE_UNKNOWN)
        async with transaction(pool, actor.company.company_id) as connection:
            await set_up.forget_absence(connection, actor, actor.user_id or 0, key, clock())
        return leave_for(PATH, "absence_forgotten")

    return [
        Path(PATH, door(pages, sessions, show), methods=["GET"]),
        Path(PATH, door(pages, sessions, note), methods=["POST"]),
        Path(f"{PATH}/{{absence_id}}/delete", door(pages, sessions, delete), methods=["POST"]),
    ]


def _read(
    sent: Fields, users: Sequence[User], actor: Actor, day: date, words: Words
) -> tuple[tuple[int, int, date, date] | None, list[tuple[str, str]]]:
    """Who, instead of whom, from when, until when; and what is wrong: the field and the sentence."""
    found: list[tuple[str, str]] = []
    chosen = first(sent, "substitute")
    others = {key: int(key) for key, _ in _others(users, actor)}
    if chosen not in others:
        found.append(("substitute", words("approvals.problem.no_substitute")))
    begins, ends = _day(first(sent, "from_day")), _day(first(sent, "to_day"))
    for name, value in (("from_day", begins), ("to_day", ends)):
        if value is None:
            found.append((name, words("approvals.problem.not_a_day")))
    if begins is not None and ends is not None:
        if ends < begins:
            found.append(("to_day", words("approvals.problem.days_reversed")))
        elif ends < day:
            found.append(("to_day", words("approvals.problem.days_past")))
    if found or begins is None or ends is None or actor.user_id is None:
        return None, found
    return (actor.user_id, others[chosen], begins, ends), []


def _others(users: Sequence[User], actor: Actor) -> list[tuple[str, str]]:
    return [
        (str(user.user_id), f"{user.name} {user.employee_code or ''}".strip())
        for user in users
        if user.user_id != actor.user_id
    ]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.replace("/", "-"))
    except ValueError:
        return None


def _line(absence: Absence, substitute: str, day: date, words: Words) -> AbsenceLine:
    begins, ends = (long_day(one, words.language) for one in (absence.from_day, absence.to_day))
    return AbsenceLine(
        words(
            "approvals.absence.days",
            begins=begins.shown if begins else "",
            ends=ends.shown if ends else "",
        ),
        words("approvals.absence.substitute_is", name=substitute),
        absence.from_day <= day <= absence.to_day,
        f"{PATH}/{absence.absence_id}/delete",
    )
