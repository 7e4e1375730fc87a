"""Routes that invoices pass inside a company before they go on, and the runs under way (contract §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID

from seikyu.jobs.queue import Job


class Side(StrEnum):
    """Whose invoices pass: those a company issues, or those it receives."""

    SELLER = "seller"
    BUYER = "buyer"

    @property
    def stages(self) -> tuple[int, ...]:
        """The `wf_status` an invoice may have while it waits at a step, in the order they are passed."""
        return _STAGES[self]

    @property
    def needed(self) -> tuple[int, ...]:
        """The stages that every route must pass."""
        return _NEEDED[self]

    @property
    def last(self) -> int:
        """The stage of the last step, and of no other."""
        return _STAGES[self][-1]


_STAGES = {Side.SELLER: (11, 20), Side.BUYER: (50, 51, 60, 70)}
_NEEDED = {Side.SELLER: (11, 20), Side.BUYER: (51, 60, 70)}

Kind = Literal["invoice", "received_invoice"]
"""What passes; as the audit log names it."""

NAME_LENGTH = 50
COMMENT_LENGTH = 500
MOST_STEPS = 10
REMIND_AFTER_DAYS = 3
"""Approvers are reminded after so many days unless their company says otherwise."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which invoices a route is for; what is not given does not matter. Amounts in whole yen."""

    amount_from: int | None = None
    amount_to: int | None = None
    partner_ids: frozenset[str] = frozenset()
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where an invoice waits in the status `stage` until one of the people or of the group approves."""

    stage: int
    name: str
    user_ids: tuple[int, ...] = ()
    group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The steps that invoices of a kind pass; of several that match, the one with the lowest position."""

    route_id: UUID
    side: Side
    name: str
    position: int
    active: bool
    conditions: Conditions
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A role 役割 that several people share."""

    group_id: UUID
    name: str
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """From day to day, both included, the substitute may decide what waits for the person."""

    absence_id: UUID
    user_id: int
    substitute_id: int
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with everybody who may decide it, groups taken apart."""

    stage: int
    name: str
    approver_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedRoute:
    """A route whose steps name people who may log in today."""

    route_id: UUID
    name: str
    conditions: Conditions
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a route is chosen by: the amount, and the ids or codes of those it concerns."""

    amount: int
    partner_ids: frozenset[str] = frozenset()
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """The active routes of one side in their order, and who submits; without routes nothing is approved."""

    routes: Sequence[PlannedRoute] = ()
    maker_id: int | None = None
    maker_name: str = ""


NOTHING_TO_PASS = Routing()


@dataclass(frozen=True, slots=True)
class Plan:
    """The route an invoice will pass, copied: whoever made the invoice is left out of the approvers."""

    route_id: UUID
    route_name: str
    maker_ids: tuple[int, ...]
    maker_name: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class NewRun:
    """A subject about to wait for its first step; `title` is what mails call it."""

    number: int
    version: int
    title: str
    plan: Plan


class RunState(StrEnum):
    """How a run stands."""

    OPEN = "open"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided at a step; `stood_for` names the absent person a substitute stood in for."""

    approved: bool
    by: str
    stood_for: str | None
    comment: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RunStep:
    """A step of a run, and what became of it."""

    position: int
    stage: int
    name: str
    approver_ids: tuple[int, ...]
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A subject on its way through the steps that were copied for it."""

    run_id: UUID
    kind: Kind
    number: int
    version: int
    title: str
    route_name: str
    maker_ids: tuple[int, ...]
    maker_name: str
    state: RunState
    position: int
    begun_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    steps: tuple[RunStep, ...]

    @property
    def step(self) -> RunStep:
        """The step it waits at, or waited at last."""
        return self.steps[self.position - 1]

    @property
    def following(self) -> RunStep | None:
        """The step after that."""
        return self.steps[self.position] if self.position < len(self.steps) else None

    @property
    def submitter_id(self) -> int | None:
        """Who submitted it, if that was a person."""
        return self.maker_ids[0] if self.maker_ids else None


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who decides, and the absent people they may stand in for today, by id with their names."""

    user_id: int
    stands_for: Mapping[int, str] = field(default_factory=dict)


ASK = "approvals.ask"
REPORT = "approvals.report"


def ask_job(
    owner: int, batch: UUID, round_: int, after: timedelta | None = None, *, wished: bool = False
) -> Job:
    """The work of asking the approvers of a batch for the n-th time, from 0; perhaps as somebody wished."""
    return Job(
        ASK,
        {"company_id": owner, "batch_id": str(batch), "round": round_, "wished": int(wished)},
        after,
    )


def report_job(owner: int, batch: UUID) -> Job:
    """The work of telling the submitters of a batch how it ended."""
    return Job(REPORT, {"company_id": owner, "batch_id": str(batch)})
