"""Writing runs; every change is guarded by the step it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.approvals.model import Kind, NewRun, Run, RunState, Side
from seikyu.db.pool import Connection, Row
from seikyu.kit.ids import new_id, new_ids


async def begin(
    connection: Connection, owner: int, side: Side, kind: Kind, runs: Sequence[NewRun], now: datetime
) -> UUID:
    """Copy the planned steps of all runs in two statements; return the batch they wait as."""
    batch, ids = new_id(now), new_ids(now, len(runs))
    await connection.execute(
        """
        INSERT INTO approval_runs (
            company_id, side, kind, begun_at, opened_at, batch_id, state, position, asked, reported,
            run_id, number, version, title, route_id, route_name, maker_ids, maker_name)
        SELECT $1, $2, $3, $4, $4, $5, $6, 1, 0, false,
            n.run_id, n.number, n.version, n.title, n.route_id, n.route_name, n.makers::bigint[], n.maker_name
        FROM unnest($7::uuid[], $8::bigint[], $9::integer[], $10::text[], $11::uuid[], $12::text[],
            $13::text[], $14::text[])
            AS n (run_id, number, version, title, route_id, route_name, makers, maker_name)
        """,
        owner,
        side,
        kind,
        now,
        batch,
        RunState.OPEN,
        ids,
        [run.number for run in runs],
        [run.version for run in runs],
        [run.title for run in runs],
        [run.plan.route_id for run in runs],
        [run.plan.route_name for run in runs],
        [_array(run.plan.maker_ids) for run in runs],
        [run.plan.maker_name for run in runs],
    )
    steps = [
        (run_id, position, step)
        for run_id, run in zip(ids, runs, strict=True)
        for position, step in enumerate(run.plan.steps, start=1)
    ]
    await connection.execute(
        """
        INSERT INTO approval_run_steps (company_id, run_id, position, stage, name, approver_ids)
        SELECT $1, n.run_id, n.position, n.stage, n.name, n.approvers::bigint[]
        FROM unnest($2::uuid[], $3::smallint[], $4::smallint[], $5::text[], $6::text[])
            AS n (run_id, position, stage, name, approvers)
        """,
        owner,
        [run_id for run_id, _, _ in steps],
        [position for _, position, _ in steps],
        [step.stage for _, _, step in steps],
        [step.name for _, _, step in steps],
        [_array(step.approver_ids) for _, _, step in steps],
    )
    return batch


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to be kept at the step a run waits at; `to` is how the run stands after it."""

    run: Run
    to: RunState
    by: str
    stood_for: str | None
    comment: str | None


async def decide(
    connection: Connection, owner: int, decisions: Sequence[Decided], now: datetime
) -> tuple[set[UUID], UUID]:
    """Keep decisions on runs that still wait at the step each was seen at; return those, and their batch.

    A run that stays open waits at its next step from now on.
    """
    batch = new_id(now)
    moved = await connection.fetch(
        """
        UPDATE approval_runs AS r SET
            state = d.state, batch_id = $3, asked = 0, reported = false,
            position = CASE WHEN d.state = 'open' THEN r.position + 1 ELSE r.position END,
            opened_at = CASE WHEN d.state = 'open' THEN $2 ELSE r.opened_at END,
            ended_at = CASE WHEN d.state = 'open' THEN NULL ELSE $2 END
        FROM unnest($4::uuid[], $5::smallint[], $6::text[]) AS d (run_id, position, state)
        WHERE r.company_id = $1 AND r.run_id = d.run_id AND r.position = d.position AND r.state = 'open'
        RETURNING r.run_id
        """,
        owner,
        now,
        batch,
        [one.run.run_id for one in decisions],
        [one.run.position for one in decisions],
        [one.to for one in decisions],
    )
    kept = {row["run_id"] for row in moved}
    await _note(connection, owner, [one for one in decisions if one.run.run_id in kept], now)
    return kept, batch


async def withdraw(connection: Connection, owner: int, run: Run, now: datetime) -> bool:
    """End a run because its submitter takes it back; False when it no longer waits at this step."""
    done = await connection.execute(
        "UPDATE approval_runs SET state = $4, ended_at = $5, reported = true "
        "WHERE company_id = $1 AND run_id = $2 AND position = $3 AND state = 'open'",
        owner,
        run.run_id,
        run.position,
        RunState.WITHDRAWN,
        now,
    )
    return done.endswith(" 1")


async def ask_anew(connection: Connection, owner: int, run: Run, now: datetime) -> UUID:
    """Give a run, locked by this transaction, a batch of its own whose approvers have been asked once."""
    batch = new_id(now)
    await connection.execute(
        "UPDATE approval_runs SET batch_id = $3, asked = 1 WHERE company_id = $1 AND run_id = $2",
        owner,
        run.run_id,
        batch,
    )
    return batch


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A run that waits, as the mails tell of it."""

    number: int
    side: Side
    title: str
    step_name: str
    maker_name: str
    maker_ids: tuple[int, ...]
    approver_ids: tuple[int, ...]


async def count_asking(connection: Connection, owner: int, batch: UUID, round_: int) -> list[ToAsk]:
    """Note that the approvers of a batch are asked for the n-th time (from 0); return what still waits.

    Guarded by the count, so that doing it again asks nobody twice.
    """
    rows = await connection.fetch(
        """
        WITH asked AS (
            UPDATE approval_runs SET asked = asked + 1
            WHERE company_id = $1 AND batch_id = $2 AND state = 'open' AND asked = $3
            RETURNING run_id, side, number, title, position, maker_name, maker_ids
        )
        SELECT r.number, r.side, r.title, r.maker_name, r.maker_ids, s.name AS step_name, s.approver_ids
        FROM asked AS r
        JOIN approval_run_steps AS s
          ON s.company_id = $1 AND s.run_id = r.run_id AND s.position = r.position
        ORDER BY r.number
        """,
        owner,
        batch,
        round_,
    )
    return [_to_ask(row) for row in rows]


@dataclass(frozen=True, slots=True)
class ToReport:
    """A run that has ended, as its submitter is told of it."""

    number: int
    side: Side
    title: str
    state: RunState
    submitter_id: int | None
    by: str | None
    reason: str | None


async def take_reports(connection: Connection, owner: int, batch: UUID) -> list[ToReport]:
    """Note that the submitters of a batch are told how it ended; what they have been told is left out."""
    rows = await connection.fetch(
        """
        WITH told AS (
            UPDATE approval_runs SET reported = true
            WHERE company_id = $1 AND batch_id = $2 AND state <> 'open' AND NOT reported
            RETURNING run_id, side, number, title, state, position, maker_ids
        )
        SELECT r.number, r.side, r.title, r.state, r.maker_ids[1] AS submitter_id,
               s.decided_by AS by, s.comment AS reason
        FROM told AS r
        JOIN approval_run_steps AS s
          ON s.company_id = $1 AND s.run_id = r.run_id AND s.position = r.position
        ORDER BY r.number
        """,
        owner,
        batch,
    )
    return [
        ToReport(**dict(row) | {"side": Side(row["side"]), "state": RunState(row["state"])}) for row in rows
    ]


async def _note(connection: Connection, owner: int, decisions: Sequence[Decided], now: datetime) -> None:
    await connection.execute(
        """
        UPDATE approval_run_steps AS s SET
            decision = d.decision, decided_by = d.by, decided_for = d.stood_for, comment = d.comment,
            decided_at = $2
        FROM unnest($3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[])
            AS d (run_id, position, decision, by, stood_for, comment)
        WHERE s.company_id = $1 AND s.run_id = d.run_id AND s.position = d.position
        """,
        owner,
        now,
        [one.run.run_id for one in decisions],
        [one.run.position for one in decisions],
        ["sent_back" if one.to is RunState.SENT_BACK else "approved" for one in decisions],
        [one.by for one in decisions],
        [one.stood_for for one in decisions],
        [one.comment for one in decisions],
    )


def _array(ids: Sequence[int]) -> str:
    # Arrays of arrays of unequal lengths do not exist: each goes as text and becomes an array there.
    return "{" + ",".join(map(str, ids)) + "}"


def _to_ask(row: Row) -> ToAsk:
    people = {name: tuple(row[name]) for name in ("maker_ids", "approver_ids")}
    return ToAsk(**dict(row) | people | {"side": Side(row["side"])})
