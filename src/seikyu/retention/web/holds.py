"""`/settings/retention/holds…`: setting a hold and ending it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor, administrators_only
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.retention.actions import hold as holding
from seikyu.retention.model import NewHold
from seikyu.ui import notices, sheets
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal

BACK = "/settings/retention"
PATH = f"{BACK}/holds"
FIELDS = ("name", "reason", "from_day", "to_day", "partner", "numbers")
LONGEST_NUMBER = 10
BETWEEN = re.compile(r"[\s,、，]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """As it was typed."""

    name: str = ""
    reason: str = ""
    from_day: str = ""
    to_day: str = ""
    partner: str = ""
    numbers: str = ""


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """The form of a hold, and ending one."""

    def form(request: Request, typed: Typed, faults: Sequence[Fault]) -> Response:
        wrong = sheets.problems(faults, "retention.field.", pages.words(request), FIELDS)
        return pages.render(request, "retention/hold.html", 400 if faults else 200, typed=typed, wrong=wrong)

    async def new(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        return form(request, Typed(), ())

    async def create(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        typed = _typed(await read_form(request))
        wanted, faults = _read(typed)
        if faults:
            return form(request, typed, faults)
        owner = actor.company.company_id
        async with transaction(pool, owner) as connection:
            await holding.set_hold(connection, owner, actor.author, clock, wanted)
        return _back("held")

    async def end(request: Request, actor: Actor) -> Response:
        administrators_only(actor)
        owner, hold_id = actor.company.company_id, _id(request)
        reason = first(await read_form(request), "reason").strip()
        async with transaction(pool, owner) as connection:
            await holding.end_hold(connection, owner, actor.author, clock, hold_id, reason)
        return _back("hold_ended")

    return [
        Route(f"{PATH}/new", door(pages, sessions, new), methods=["GET"]),
        Route(f"{PATH}/new", door(pages, sessions, create), methods=["POST"]),
        Route(f"{PATH}/{{hold_id}}/end", door(pages, sessions, end), methods=["POST"]),
    ]


def _typed(form: Fields) -> Typed:
    return Typed(*(first(form, name).strip() for name in FIELDS))


def _read(typed: Typed) -> tuple[NewHold, list[Fault]]:
    """The hold, and all that is wrong with it."""
    faults: list[Fault] = []
    from_day, to_day = _day("from_day", typed.from_day, faults), _day("to_day", typed.to_day, faults)
    written = [one for one in BETWEEN.split(typed.numbers) if one]
    good = [one for one in written if one.isascii() and one.isdigit() and len(one) <= LONGEST_NUMBER]
    if len(good) < len(written):
        faults.append(Fault("numbers", codes.HOLD_NUMBERS, {"limit": holding.NUMBERS}))
    numbers = tuple(dict.fromkeys(map(int, good)))
    new = NewHold(typed.name, typed.reason, from_day, to_day, typed.partner or None, numbers)
    return new, [*holding.faults_of(new), *faults]


def _day(name: str, text: str, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        faults.append(Fault(name, codes.HOLD_DAY))
        return None


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["hold_id"])
    except ValueError:
        raise Refusal(codes.HOLD_UNKNOWN, status=404) from None


def _back(notice: str) -> Response:
    answer = RedirectResponse(BACK, 303)
    notices.leave(answer, f"retention.notice.{notice}")
    return answer
