"""Entering a notice by hand: its head and its lines, with everything that is wrong beside what was typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from seikyu.accounts.model import Actor
from seikyu.accounts.sessions import Sessions
from seikyu.db.pool import Pool, transaction
from seikyu.http.forms import Fields, first, read_form
from seikyu.kit.clock import Clock
from seikyu.masters import queries as masters
from seikyu.notices.actions.register import register
from seikyu.notices.wire import SECTIONS, TAX_CLASSES, read_notice
from seikyu.payees.masters import PAYEES
from seikyu.ui import notices
from seikyu.ui.doors import door
from seikyu.ui.pages import Pages
from seikyu.wire.faults import Fault, Language
from seikyu.wire.values import Node, Value

HERE = "/buyer/notices"
PATH = f"{HERE}/entry"
HEAD = ("payee_code", "notice_no", "notice_name", "pay_date", "notes")
CELLS = ("trade_date", "item_name", "line_sec", "tax_class", "amount")
FIRST_ROWS, MORE_ROWS, MOST_ROWS = 8, 8, 200
MOST_FIELDS = MOST_ROWS * len(CELLS) + 50
FIGURES = str.maketrans("０１２３４５６７８９－▲", "0123456789--", ",，¥￥円 ")
PLACE = re.compile(r"lines\[(\d+)\]\.(\w+)$")


@dataclass(frozen=True, slots=True)
class Page:
    """The form: what was typed in its head, its rows of cells, and what is wrong with them."""

    head: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    problems: Sequence[tuple[str, str]]
    wrong: Mapping[str, str]
    payees: Sequence[tuple[str, str]]
    sections: Sequence[tuple[str, str]]
    taxes: Sequence[tuple[str, str]]


def routes(pool: Pool, clock: Clock, pages: Pages, sessions: Sessions) -> list[Route]:
    """`/buyer/notices/entry`."""

    async def answer(
        request: Request, actor: Actor, form: Fields, faults: Sequence[Fault], rows: int
    ) -> Response:
        async with transaction(pool, actor.company.company_id) as connection:
            known = await masters.all_of(connection, actor.company.company_id, PAYEES)
        payees = [(str(one.fields["payee_code"]), str(one.fields["payee_name"])) for one in known]
        page = _page(form, rows, faults, payees, pages.words(request).language)
        return pages.render(request, "notices/entry.html", 400 if faults else 200, page=page)

    async def ask(request: Request, actor: Actor) -> Response:
        return await answer(request, actor, {}, (), FIRST_ROWS)

    async def enter(request: Request, actor: Actor) -> Response:
        form = await read_form(request, MOST_FIELDS)
        rows = _rows(form)
        if first(form, "do") == "more":
            return await answer(request, actor, form, (), min(rows + MORE_ROWS, MOST_ROWS))
        tree, places = _tree(form, rows)
        async with transaction(pool, actor.company.company_id) as connection:
            decision = await register(connection, actor, clock, [read_notice(0, tree)])
        if decision.faults:
            return await answer(request, actor, form, _placed(decision.faults, places), rows)
        made = RedirectResponse(f"{HERE}/{decision.new[0].version.payment_notice_num}", 303)
        notices.leave(made, "notices.notice.made")
        return made

    return [
        Route(PATH, door(pages, sessions, ask), methods=["GET"]),
        Route(PATH, door(pages, sessions, enter), methods=["POST"]),
    ]


def _rows(form: Fields) -> int:
    typed = [int(name.partition("-")[0]) + 1 for name in form if re.fullmatch(r"\d{1,3}-\w+", name)]
    return min(max([FIRST_ROWS, *typed]), MOST_ROWS)


def _tree(form: Fields, rows: int) -> tuple[Node, list[int]]:
    """The request that a program would send, and which row each of its lines stands in."""
    places = [
        row for row in range(rows) if any(first(form, f"{row}-{name}") for name in ("item_name", "amount"))
    ]
    lines: list[Value] = [{name: _cell(form, row, name) for name in CELLS} for row in places]
    return {**{name: first(form, name) or None for name in HEAD}, "lines": lines}, places


def _cell(form: Fields, row: int, name: str) -> str | None:
    value = first(form, f"{row}-{name}")
    if name == "amount":
        value = value.translate(FIGURES)
    if name == "tax_class" and first(form, f"{row}-line_sec") not in {"", "0"}:
        return None  # what is deducted has no tax of its own
    return value or None


def _placed(faults: Sequence[Fault], places: Sequence[int]) -> list[Fault]:
    """The faults with the rows of the form instead of the lines of the request."""
    found = []
    for fault in faults:
        path = fault.path.rpartition("payment_notices[0].")[2]
        if line := PLACE.search(path):
            path = f"{places[int(line[1])]}-{line[2]}"
        found.append(Fault(path, fault.code, fault.values))
    return found


def _page(
    form: Fields,
    rows: int,
    faults: Sequence[Fault],
    payees: Sequence[tuple[str, str]],
    language: Language,
) -> Page:
    wrong = {fault.path: fault.detail(language) for fault in faults}
    return Page(
        {name: first(form, name) for name in HEAD},
        [{name: first(form, f"{row}-{name}") for name in CELLS} for row in range(rows)],
        [*wrong.items()],
        wrong,
        payees,
        [*SECTIONS.items()],
        [("", ""), *TAX_CLASSES.items()],
    )
