"""The form of a route: as it was typed, as a route it makes, and what is wrong with it.

Steps are added, removed and moved by buttons that send the form and get it back, so no script is needed.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from seikyu.approvals.model import Conditions, Group, Route, Side, Step
from seikyu.approvals.rules import Problem, problems
from seikyu.http.forms import Fields, first
from seikyu.ui.words import Words

# What people write around a figure; a wide yen sign has become a narrow one by then.
FIGURES = str.maketrans("", "", ",¥\\円 ")
LONGEST_AMOUNT = 13
DEPARTMENT_LENGTH = 20
MOST_ROWS = 20
"""So many steps can stand in the form, though not in a route: too many are told, not lost."""


@dataclass(frozen=True, slots=True)
class StepTyped:
    """A step as it was typed."""

    name: str = ""
    stage: str = ""
    group: str = ""
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteTyped:
    """A route as it was typed; partners one a line."""

    name: str
    active: bool
    amount_from: str
    amount_to: str
    partners: str
    department: str
    steps: tuple[StepTyped, ...]

    @property
    def partner_texts(self) -> list[str]:
        """Each partner that is named, once."""
        return [*dict.fromkeys(line.strip() for line in self.partners.splitlines() if line.strip())]


def blank(side: Side) -> RouteTyped:
    """A new route: one step for each stage that is needed."""
    return RouteTyped("", True, "", "", "", "", tuple(StepTyped(stage=str(one)) for one in side.needed))


def typed_of(route: Route, partners: Mapping[str, str]) -> RouteTyped:
    """A route as it would have been typed."""
    conditions = route.conditions
    return RouteTyped(
        route.name,
        route.active,
        _figure(conditions.amount_from),
        _figure(conditions.amount_to),
        "\n".join(dict.fromkeys(sorted(partners.get(one, one) for one in conditions.partner_ids))),
        conditions.department or "",
        tuple(
            StepTyped(
                step.name,
                str(step.stage),
                "" if step.group_id is None else str(step.group_id),
                tuple(map(str, step.user_ids)),
            )
            for step in route.steps
        ),
    )


def read_typed(form: Fields) -> RouteTyped:
    """What was sent."""
    count = first(form, "steps")
    rows = int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 0  # noqa: PLR2004 -- MOST_ROWS has two digits
    return RouteTyped(
        first(form, "name").strip(),
        bool(first(form, "active")),
        first(form, "amount_from").strip(),
        first(form, "amount_to").strip(),
        first(form, "partners").replace("\r\n", "\n"),
        first(form, "department").strip(),
        tuple(_step(form, place) for place in range(1, min(rows, MOST_ROWS) + 1)),
    )


def changed(typed: RouteTyped, wish: str, side: Side) -> RouteTyped:
    """The form after one of its buttons: `add`, `remove-2`, `up-2`."""
    steps = list(typed.steps)
    verb, _, at = wish.partition("-")
    place = int(at) - 1 if at.isascii() and at.isdigit() and len(at) < 3 else 0  # noqa: PLR2004 -- MOST_ROWS has two digits
    if verb == "add" and len(steps) < MOST_ROWS:
        # Before the last step, which stays the last.
        steps.insert(max(len(steps) - 1, 0), StepTyped(stage=str(side.stages[0])))
    elif verb == "remove" and place < len(steps):
        del steps[place]
    elif verb == "up" and 0 < place < len(steps):
        steps.insert(place - 1, steps.pop(place))
    return replace(typed, steps=tuple(steps))


@dataclass(frozen=True, slots=True)
class Known:
    """What a form may name: people who may log in, groups, and the partners that were found."""

    user_ids: frozenset[int]
    groups: Sequence[Group]
    partners: Mapping[str, frozenset[str]]


def route_of(
    typed: RouteTyped, side: Side, route_id: UUID, known: Known, words: Words
) -> tuple[Route, list[tuple[str, str]]]:
    """The route that was typed, and what is wrong with it: the field and the sentence."""
    found: list[tuple[str, str]] = []

    def amount(name: str, written: str) -> int | None:
        digits = unicodedata.normalize("NFKC", written).translate(FIGURES)
        if not digits:
            return None
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_AMOUNT:
            return int(digits)
        found.append((name, words("approvals.problem.not_an_amount")))
        return None

    low, high = amount("amount_from", typed.amount_from), amount("amount_to", typed.amount_to)
    found += [
        ("partners", words("approvals.problem.partner_unknown", text=text))
        for text in typed.partner_texts
        if text not in known.partners
    ]
    if len(typed.department) > DEPARTMENT_LENGTH:
        found.append(("department", words("approvals.problem.too_long", limit=DEPARTMENT_LENGTH)))
    partners = frozenset().union(*known.partners.values())
    conditions = Conditions(low, high, partners, typed.department or None)
    steps = tuple(_made(step, side, known) for step in typed.steps)
    found += [
        (_field(problem, at), _sentence(problem, at, words))
        for problem, at in problems(side, typed.name, conditions, steps)
    ]
    return Route(route_id, side, typed.name, 0, typed.active, conditions, steps), found


def _step(form: Fields, place: int) -> StepTyped:
    return StepTyped(
        first(form, f"step{place}-name").strip(),
        first(form, f"step{place}-stage"),
        first(form, f"step{place}-group"),
        tuple(form.get(f"step{place}-user", ())),
    )


def _made(step: StepTyped, side: Side, known: Known) -> Step:
    stage = next((one for one in side.stages if str(one) == step.stage), side.stages[0])
    group = next((one.group_id for one in known.groups if str(one.group_id) == step.group), None)
    users = tuple(sorted(one for one in known.user_ids if str(one) in step.users))
    return Step(stage, step.name, users, group)


def _field(problem: Problem, at: int) -> str:
    match problem:
        case Problem.NAMELESS:
            return "name"
        case Problem.AMOUNTS_REVERSED:
            return "amount_from"
        case Problem.STEP_NAMELESS:
            return f"step{at}-name"
        case Problem.STAGE_BACKWARDS:
            return f"step{at}-stage"
        case Problem.STEP_WITHOUT_APPROVER:
            return f"step{at}-group"
        case _:
            return ""


def _sentence(problem: Problem, at: int, words: Words) -> str:
    stage = words(f"approvals.stage.{at}") if f"approvals.stage.{at}" in words else ""
    return words(f"approvals.problem.{problem}", at=at, stage=stage)


def _figure(amount: int | None) -> str:
    return "" if amount is None else f"{amount:,}"
