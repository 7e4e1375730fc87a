"""Decide at the step a received invoice waits at: 51 → 51 or 60, 60 → 60 or 70, 70 → 71 (contract §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from seikyu.accounts.model import Actor
from seikyu.approvals.actions import decide as approvals
from seikyu.approvals.actions.decide import Moved, Seen, author_of, refusal
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.receiving import approval_store, queries
from seikyu.receiving.actions.open import find
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.codes import Code
from seikyu.wire.faults import Refusal

KIND: Final = "received_invoice"


@dataclass(frozen=True, slots=True)
class Decisions:
    """How many were approved, and the others as they stand, each with the reason it was left."""

    done: int
    left: Sequence[tuple[ReceivedInvoice, Code]]


async def decide(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    seen: Seen,
    comment: str | None = None,
) -> None:
    """Approve one at its step; raise Refusal when it is not there, does not wait, or not for the actor."""
    await find(connection, actor.company.company_id, invoice_mng_num)
    left = await _decide(connection, actor, clock(), {invoice_mng_num: seen}, comment)
    if invoice_mng_num in left:
        raise refusal(left[invoice_mng_num])


async def decide_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, Seen]
) -> Decisions:
    """Approve each that still waits for the actor as it was seen; the others are left as they are.

    As many statements for a hundred as for one.
    """
    left = await _decide(connection, actor, clock(), seen, None)
    found = await queries.some(connection, actor.company.company_id, sorted(left))
    return Decisions(len(seen) - len(left), [(one, left[one.invoice_mng_num]) for one in found])


async def _decide(
    connection: Connection, actor: Actor, now: datetime, seen: Mapping[int, Seen], comment: str | None
) -> Mapping[int, Code]:
    owner = actor.company.company_id
    outcome = await approvals.approve(connection, actor, now, KIND, seen, comment)
    moves = [(one.run.number, one.run.version, one.run.step.stage, _entered(one)) for one in outcome.moved]
    if await approval_store.move_on(connection, owner, moves, now) < len(moves):
        # Runs and statuses move together: whatever parts them has gone wrong, and nothing of this is kept.
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    for absent in dict.fromkeys(one.stood_for for one in outcome.moved):
        events = [_event(one, comment) for one in outcome.moved if one.stood_for == absent]
        await record(connection, owner, author_of(actor, absent), now, events)
    return outcome.left


def _entered(moved: Moved) -> BuyerStatus:
    return BuyerStatus.DONE if moved.stage is None else BuyerStatus(moved.stage)


def _event(moved: Moved, comment: str | None) -> Event:
    run = moved.run
    return Event(
        "invoice.approved", KIND, str(run.number), run.step.stage, _entered(moved), run.version, comment
    )
