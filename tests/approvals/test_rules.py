"""Which route an invoice passes, and what a route must look like."""

from uuid import UUID, uuid4

import pytest

from seikyu.approvals.model import (
    Asked,
    Conditions,
    PlannedRoute,
    PlannedStep,
    Routing,
    Side,
    Step,
)
from seikyu.approvals.rules import NobodyLeft, Problem, matches, plan, problems

GROUP = UUID(int=1)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (Conditions(), True),
        (Conditions(amount_from=1000), True),
        (Conditions(amount_from=1001), False),
        (Conditions(amount_to=1000), True),
        (Conditions(amount_to=999), False),
        (Conditions(partner_ids=frozenset({"a", "b"})), True),
        (Conditions(partner_ids=frozenset({"b"})), False),
        (Conditions(department="D1"), True),
        (Conditions(department="D2"), False),
        (Conditions(amount_from=1, amount_to=5000, partner_ids=frozenset({"a"}), department="D1"), True),
        (Conditions(amount_from=1, department="D2"), False),
    ],
)
def test_a_route_matches_when_all_that_is_given_is_met(conditions: Conditions, expected: bool) -> None:  # noqa: FBT001 -- a case's own value
    assert matches(conditions, Asked(1000, frozenset({"a"}), "D1")) is expected


def routing(*steps: PlannedStep, maker: int | None = 1) -> Routing:
    other = PlannedRoute(uuid4(), "別", Conditions(amount_from=10_000), (PlannedStep(20, "別", (9,)),))
    return Routing([other, PlannedRoute(uuid4(), "標準", Conditions(), steps)], maker, "作成者")


def test_of_the_routes_the_first_that_matches_is_copied() -> None:
    routes = routing(PlannedStep(11, "課長", (1, 2)), PlannedStep(20, "発行", (3,)))
    small, large = plan(routes, Asked(5)), plan(routes, Asked(10_000))
    assert small is not None
    assert large is not None
    assert (small.route_name, large.route_name) == ("標準", "別")
    assert plan(Routing(), Asked(5)) is None


def test_whoever_made_it_is_left_out_of_the_approvers() -> None:
    found = plan(
        routing(PlannedStep(11, "課長", (1, 2)), PlannedStep(20, "発行", (3, 4))), Asked(5), [4, None]
    )
    assert found is not None
    assert [step.approver_ids for step in found.steps] == [(2,), (3,)]
    assert found.maker_ids == (1, 4)


def test_a_step_with_nobody_left_is_named() -> None:
    with pytest.raises(NobodyLeft) as left:
        plan(routing(PlannedStep(11, "課長", (2,)), PlannedStep(20, "発行", (1,))), Asked(5))
    assert (left.value.route, left.value.step) == ("標準", "発行")


def steps(*stages: int) -> list[Step]:
    return [Step(stage, f"段階{stage}", (2,)) for stage in stages]


@pytest.mark.parametrize(
    ("side", "stages", "found"),
    [
        (Side.SELLER, [11, 20], []),
        (Side.SELLER, [11, 11, 11, 20], []),
        (Side.SELLER, [], [Problem.NO_STEP]),
        (Side.SELLER, [20], [Problem.STAGE_MISSING]),
        (Side.SELLER, [11], [Problem.STAGE_MISSING]),
        (Side.SELLER, [20, 11], [Problem.STAGE_BACKWARDS]),
        (Side.SELLER, [11, 20, 20], [Problem.LAST_STAGE_TWICE]),
        (Side.SELLER, [11] * 10 + [20], [Problem.TOO_MANY_STEPS]),
        (Side.BUYER, [50, 51, 60, 70], []),
        (Side.BUYER, [51, 60, 70], []),
        (Side.BUYER, [50, 50, 51, 60, 70], [Problem.FIRST_STAGE_TWICE]),
        (Side.BUYER, [51, 70], [Problem.STAGE_MISSING]),
        (Side.BUYER, [50, 60, 51, 70], [Problem.STAGE_BACKWARDS]),
    ],
)
def test_stages_never_go_backwards_and_the_last_step_is_one_alone(
    side: Side, stages: list[int], found: list[Problem]
) -> None:
    assert [problem for problem, _ in problems(side, "標準", Conditions(), steps(*stages))] == found


def test_names_amounts_and_approvers_are_checked() -> None:
    wrong = [Step(11, "", (2,)), Step(20, "発行"), *steps()]
    found = problems(Side.SELLER, "", Conditions(amount_from=2, amount_to=1), wrong)
    assert found == [
        (Problem.NAMELESS, 0),
        (Problem.AMOUNTS_REVERSED, 0),
        (Problem.STEP_NAMELESS, 1),
        (Problem.STEP_WITHOUT_APPROVER, 2),
    ]
    assert problems(Side.SELLER, "標準", Conditions(), [Step(11, "課", (), GROUP), *steps(20)]) == []
