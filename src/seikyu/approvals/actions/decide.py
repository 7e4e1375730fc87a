"""Approve, send back to the maker, take back: what people decide about the step a subject waits at.

The status of the subject itself is the business of whoever calls this, in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals import queries, store
from seikyu.approvals.model import Decider, Kind, Run, RunState, ask_job, report_job
from seikyu.approvals.rules import refused, stood_for
from seikyu.approvals.store import Decided
from seikyu.audit.model import Author
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.jst import JST
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes when they decided; None where they did not say."""

    version: int | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A run as it was, and the stage it waits at now; None when it has ended."""

    run: Run
    stage: int | None
    stood_for: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was moved on, and why the others were left, by number."""

    moved: Sequence[Moved]
    left: Mapping[int, Code]


async def approve(
    connection: Connection,
    actor: Actor,
    now: datetime,
    kind: Kind,
    seen: Mapping[int, Seen],
    comment: str | None,
) -> Outcome:
    """Approve the step of each subject, by its number, that the actor may approve and has seen as it stands.

    As many statements for a hundred as for one.
    """
    owner = actor.company.company_id
    runs, who, looked = await _load(connection, actor, now, kind, seen)
    left: dict[int, Code] = {}
    decisions: list[Decided] = []
    for number in sorted(seen):
        run = runs.get(number)
        code = refused(run, who, looked[number].version, looked[number].step)
        if run is None or code is not None:
            left[number] = code or codes.NOT_IN_APPROVAL
        else:
            to = RunState.APPROVED if run.following is None else RunState.OPEN
            decisions.append(Decided(run, to, actor.name, stood_for(run, who), comment))
    moved = await _keep(connection, owner, decisions, now)
    gone = [one.run.number for one in decisions if one.run.number not in {m.run.number for m in moved}]
    return Outcome(moved, left | dict.fromkeys(gone, codes.CHANGED_MEANWHILE))


async def send_back(
    connection: Connection, actor: Actor, now: datetime, kind: Kind, number: int, seen: Seen, reason: str
) -> Moved:
    """Send a subject back to its maker from the step it waits at; raise Refusal when the actor may not."""
    runs, who, looked = await _load(connection, actor, now, kind, {number: seen})
    run = runs.get(number)
    code = refused(run, who, looked[number].version, looked[number].step)
    if run is None or code is not None:
        raise refusal(code or codes.NOT_IN_APPROVAL)
    decision = Decided(run, RunState.SENT_BACK, actor.name, stood_for(run, who), reason)
    moved = await _keep(connection, actor.company.company_id, [decision], now)
    if not moved:
        raise refusal(codes.CHANGED_MEANWHILE)
    return moved[0]


async def withdraw(connection: Connection, actor: Actor, now: datetime, kind: Kind, number: int) -> Run:
    """Take back what the actor submitted; raise Refusal when it does not wait, or is somebody else's."""
    owner = actor.company.company_id
    run = _own(await queries.lock_open(connection, owner, kind, [number]), actor, number)
    if not await store.withdraw(connection, owner, run, now):
        raise refusal(codes.CHANGED_MEANWHILE)
    return run


async def remind(connection: Connection, actor: Actor, now: datetime, kind: Kind, number: int) -> Run:
    """Ask the approvers of the present step once more, because the submitter wishes it."""
    owner = actor.company.company_id
    run = _own(await queries.lock_open(connection, owner, kind, [number]), actor, number)
    batch = await store.ask_anew(connection, owner, run, now)
    await enqueue(connection, [ask_job(owner, batch, 1, wished=True)])
    return run


def refusal(code: Code) -> Refusal:
    """The refusal for a code: 403 where the person may not, 409 where the state does not allow it."""
    mine = code in {codes.NOT_APPROVER, codes.OWN_INVOICE, codes.SUBMITTER_ONLY}
    return Refusal(code, status=403 if mine else 409)


def author_of(actor: Actor, absent: str | None) -> Author:
    """The actor as the history names them, with whom they stood in for."""
    return actor.author if absent is None else replace(actor.author, name=f"{actor.name}（{absent}の代理）")


async def _load(
    connection: Connection, actor: Actor, now: datetime, kind: Kind, seen: Mapping[int, Seen]
) -> tuple[dict[int, Run], Decider, dict[int, Seen]]:
    """The runs, locked; who decides; and what each was seen as.

    Whoever does not say what they saw saw it as it stood when they asked, before others let go of it.
    """
    owner = actor.company.company_id
    stood = await queries.seen_at(connection, owner, kind, seen)
    looked = {}
    for number, one in seen.items():
        version, step = stood.get(number, (None, None))
        looked[number] = Seen(one.version or version, one.step or step)
    runs = await queries.lock_open(connection, owner, kind, seen)
    who = Decider(0)
    if actor.user_id is not None:
        who = await queries.decider(connection, owner, actor.user_id, now.astimezone(JST).date())
    return runs, who, looked


async def _keep(
    connection: Connection, owner: int, decisions: Sequence[Decided], now: datetime
) -> list[Moved]:
    if not decisions:
        return []
    kept, batch = await store.decide(connection, owner, decisions, now)
    done = [one for one in decisions if one.run.run_id in kept]
    jobs: list[Job] = []
    if any(one.to is RunState.OPEN for one in done):
        jobs.append(ask_job(owner, batch, 0))
    if any(one.to is not RunState.OPEN for one in done):
        jobs.append(report_job(owner, batch))
    await enqueue(connection, jobs)
    return [Moved(one.run, _stage(one), one.stood_for) for one in done]


def _stage(decided: Decided) -> int | None:
    following = decided.run.following
    return following.stage if decided.to is RunState.OPEN and following is not None else None


def _own(runs: Mapping[int, Run], actor: Actor, number: int) -> Run:
    run = runs.get(number)
    if run is None:
        raise refusal(codes.NOT_IN_APPROVAL)
    # What a program submitted for nobody is in the hands of the administrators.
    own = actor.user_id in run.maker_ids if run.maker_ids else actor.administrator
    if not own:
        raise refusal(codes.SUBMITTER_ONLY)
    return run
