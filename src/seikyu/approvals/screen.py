"""How far a subject has come on its way through approval, as the screens show it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from seikyu.approvals.model import Run, RunState, RunStep
from seikyu.ui.format import When, moment
from seikyu.ui.words import Words

Status = Callable[[int], tuple[str, str]]
"""A status's word and the kind that colours it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step: who may decide or has decided, and whether it is passed, open or still to come."""

    position: int
    name: str
    stage: str
    state: str
    kind: str
    who: str
    at: When | None
    comment: str
    current: bool


@dataclass(frozen=True, slots=True)
class RunView:
    """The whole way."""

    route: str
    submitted: str
    at: When | None
    state: str
    kind: str
    steps: Sequence[Progress]


def people_of(run: Run) -> Collection[int]:
    """Everybody whose name is shown."""
    return {one for step in run.steps for one in step.approver_ids}


def run_view(run: Run, names: Mapping[int, str], status: Status, words: Words) -> RunView:
    """The way of a run; `names` are those of its people."""
    return RunView(
        run.route_name,
        words("approvals.run.submitted", name=run.maker_name or words("approvals.run.program")),
        moment(run.begun_at),
        words(f"approvals.run.state.{run.state}"),
        _KINDS[run.state],
        [_progress(run, step, names, status, words) for step in run.steps],
    )


_KINDS = {
    RunState.OPEN: "waiting",
    RunState.APPROVED: "done",
    RunState.SENT_BACK: "attention",
    RunState.WITHDRAWN: "quiet",
}


def _progress(run: Run, step: RunStep, names: Mapping[int, str], status: Status, words: Words) -> Progress:
    current = run.state is RunState.OPEN and step.position == run.position
    decision = step.decision
    if decision is None:
        state, kind = ("open", "waiting") if current else ("to_come", "quiet")
        who = "、".join(names.get(one, str(one)) for one in step.approver_ids)
    else:
        state, kind = ("approved", "done") if decision.approved else ("sent_back", "attention")
        who = decision.by
        if decision.stood_for is not None:
            who = words("approvals.run.instead", name=decision.by, absent=decision.stood_for)
    return Progress(
        step.position,
        step.name,
        status(step.stage)[0],
        words(f"approvals.step.{state}"),
        kind,
        who,
        None if decision is None else moment(decision.at),
        "" if decision is None else decision.comment or "",
        current,
    )
