"""Approve invoices at the step they wait at: 11 → 11, 11 → 20, and from the last step 20 → 21."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.accounts.model import Actor
from seikyu.approvals.actions.decide import Moved, Seen, author_of, refusal
from seikyu.approvals.actions.decide import approve as decide
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import approval_store, queries
from seikyu.issuing.model import SellerInvoice, SellerStatus, issue_job, wait_until
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were approved, and the others as they stand, each with the reason it was left."""

    done: int
    left: Sequence[tuple[SellerInvoice, Code]]


async def approve(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    seen: Seen,
    comment: str | None = None,
) -> None:
    """Approve one; raise Refusal when it is not there, does not wait, or not for the actor."""
    owner = actor.company.company_id
    if await queries.one(connection, owner, invoice_mng_num) is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)
    left = await _approve(connection, actor, clock(), {invoice_mng_num: seen}, comment)
    if invoice_mng_num in left:
        raise refusal(left[invoice_mng_num])


async def approve_many(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    seen: Mapping[int, Seen],
    comment: str | None = None,
) -> Outcome:
    """Approve each that still waits for the actor as it was seen; the others are left as they are.

    As many statements for a hundred as for one.
    """
    left = await _approve(connection, actor, clock(), seen, comment)
    found = await queries.some(connection, actor.company.company_id, sorted(left))
    return Outcome(len(seen) - len(left), [(one, left[one.invoice_mng_num]) for one in found])


async def _approve(
    connection: Connection, actor: Actor, now: datetime, seen: Mapping[int, Seen], comment: str | None
) -> Mapping[int, Code]:
    owner = actor.company.company_id
    outcome = await decide(connection, actor, now, "invoice", seen, comment)
    moves = [(one.run.number, one.run.version, one.run.step.stage, entered(one)) for one in outcome.moved]
    days = await approval_store.move_on(connection, owner, moves, now)
    if len(days) < len(moves):
        # Runs and statuses move together: whatever parts them has gone wrong, and nothing of this is kept.
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    for absent in {one.stood_for for one in outcome.moved}:
        events = [_event(one, comment) for one in outcome.moved if one.stood_for == absent]
        await record(connection, owner, author_of(actor, absent), now, events)
    queued = [one.run for one in outcome.moved if one.stage is None]
    await enqueue(
        connection,
        [issue_job(owner, run.number, run.version, wait_until(days[run.number], now)) for run in queued],
    )
    return outcome.left


def entered(moved: Moved) -> SellerStatus:
    """The status after a step: that of the next one, or 21 after the last."""
    return SellerStatus.QUEUED if moved.stage is None else SellerStatus(moved.stage)


def _event(moved: Moved, comment: str | None) -> Event:
    run = moved.run
    return Event(
        "invoice.approved", "invoice", str(run.number), run.step.stage, entered(moved), run.version, comment
    )
