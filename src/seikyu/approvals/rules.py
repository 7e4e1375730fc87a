"""Pure decisions about approvals: which route, who decides, what a route must look like."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from seikyu.approvals.model import (
    MOST_STEPS,
    NAME_LENGTH,
    Asked,
    Conditions,
    Decider,
    Plan,
    PlannedRoute,
    PlannedStep,
    Routing,
    Run,
    RunState,
    Side,
    Step,
)
from seikyu.wire import codes
from seikyu.wire.codes import Code


class NobodyLeft(Exception):  # noqa: N818 -- an outcome that callers tell of, not an error of the program
    """A step of the route that matches has no approver besides those who made the invoice."""

    def __init__(self, route: str, step: str) -> None:
        super().__init__(f"{route}: {step}")
        self.route, self.step = route, step


def plan(routing: Routing, asked: Asked, makers: Sequence[int | None] = ()) -> Plan | None:
    """The route that matches first, without whoever made or submits it; None when none matches.

    Raises NobodyLeft when a step would have nobody to decide it.
    """
    route = next((route for route in routing.routes if matches(route.conditions, asked)), None)
    if route is None:
        return None
    known = dict.fromkeys(maker for maker in (routing.maker_id, *makers) if maker is not None)
    steps = tuple(_without(route, step, set(known)) for step in route.steps)
    return Plan(route.route_id, route.name, tuple(known), routing.maker_name, steps)


def matches(conditions: Conditions, asked: Asked) -> bool:
    """Whether every condition that is given is met."""
    return (
        (conditions.amount_from is None or conditions.amount_from <= asked.amount)
        and (conditions.amount_to is None or asked.amount <= conditions.amount_to)
        and (not conditions.partner_ids or not conditions.partner_ids.isdisjoint(asked.partner_ids))
        and (conditions.department is None or conditions.department == asked.department)
    )


def refused(run: Run | None, decider: Decider, version: int | None, step: int | None) -> Code | None:
    """Why somebody may not decide the step of a run now, who saw it in this version and at this step."""
    if run is None or run.state is not RunState.OPEN:
        # Whoever saw it waiting was not fast enough.
        return codes.NOT_IN_APPROVAL if step is None else codes.CHANGED_MEANWHILE
    if version not in {None, run.version} or step not in {None, run.position}:
        return codes.CHANGED_MEANWHILE
    if decider.user_id in run.maker_ids:
        return codes.OWN_INVOICE
    if decider.user_id in run.step.approver_ids or stood_for(run, decider) is not None:
        return None
    return codes.NOT_APPROVER


def stood_for(run: Run, decider: Decider) -> str | None:
    """The absent approver whom a substitute stands in for; None for an approver in their own right."""
    if decider.user_id in run.step.approver_ids:
        return None
    return next((decider.stands_for[one] for one in run.step.approver_ids if one in decider.stands_for), None)


class Problem(StrEnum):
    """What is wrong with a route; its sentence is `approvals.problem.<value>`."""

    NAMELESS = "nameless"
    AMOUNTS_REVERSED = "amounts_reversed"
    NO_STEP = "no_step"
    TOO_MANY_STEPS = "too_many_steps"
    STEP_NAMELESS = "step_nameless"
    STEP_WITHOUT_APPROVER = "step_without_approver"
    STAGE_BACKWARDS = "stage_backwards"
    STAGE_MISSING = "stage_missing"
    LAST_STAGE_TWICE = "last_stage_twice"
    FIRST_STAGE_TWICE = "first_stage_twice"


def problems(
    side: Side, name: str, conditions: Conditions, steps: Sequence[Step]
) -> list[tuple[Problem, int]]:
    """What is wrong with a route: the problem and the step it is about, or the stage, or 0."""
    found: list[tuple[Problem, int]] = []
    if not 0 < len(name) <= NAME_LENGTH:
        found.append((Problem.NAMELESS, 0))
    low, high = conditions.amount_from, conditions.amount_to
    if low is not None and high is not None and low > high:
        found.append((Problem.AMOUNTS_REVERSED, 0))
    if not steps:
        return [*found, (Problem.NO_STEP, 0)]
    if len(steps) > MOST_STEPS:
        found.append((Problem.TOO_MANY_STEPS, MOST_STEPS))
    for place, step in enumerate(steps, start=1):
        if not 0 < len(step.name) <= NAME_LENGTH:
            found.append((Problem.STEP_NAMELESS, place))
        if not step.user_ids and step.group_id is None:
            found.append((Problem.STEP_WITHOUT_APPROVER, place))
    return found + _stage_problems(side, [step.stage for step in steps])


def _stage_problems(side: Side, stages: Sequence[int]) -> list[tuple[Problem, int]]:
    found = [
        (Problem.STAGE_BACKWARDS, place)
        for place, (before, after) in enumerate(pairwise(stages), start=2)
        if after < before
    ]
    found += [(Problem.STAGE_MISSING, stage) for stage in side.needed if stage not in stages]
    if stages.count(side.last) > 1:
        found.append((Problem.LAST_STAGE_TWICE, side.last))
    if side is Side.BUYER and stages.count(side.stages[0]) > 1:
        # It is passed by submitting, so nothing ever waits there under way.
        found.append((Problem.FIRST_STAGE_TWICE, side.stages[0]))
    return found


def _without(route: PlannedRoute, step: PlannedStep, makers: set[int]) -> PlannedStep:
    left = tuple(one for one in step.approver_ids if one not in makers)
    if not left:
        raise NobodyLeft(route.name, step.name)
    return PlannedStep(step.stage, step.name, left)
