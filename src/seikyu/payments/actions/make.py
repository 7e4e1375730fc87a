"""Make a payment run and its file; move it on when the bank has it, or cancel it."""

from collections.abc import Sequence
from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.payments import store
from seikyu.payments.actions.prepare import Prepared, prepare
from seikyu.payments.model import Item, Run, RunState, Wish
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal, Rejected

FILE_TYPE = "text/plain; charset=shift_jis"


async def make(connection: Connection, actor: Actor, clock: Clock, wish: Wish) -> tuple[Run, Sequence[Fault]]:
    """Write the file and keep it with its invoices, none of which another run pays; tell what is doubtful.

    Raise Rejected with everything that is wrong; nothing is then stored. On screen only administrators may.
    """
    owner, now = actor.company.company_id, clock()
    prepared = await prepare(connection, owner, clock, wish)
    if prepared.plan.faults:
        raise Rejected([*prepared.plan.faults])
    digest = await objects.put(connection, owner, FILE_TYPE, prepared.plan.content, now)
    run = Run(
        new_id(now),
        RunState.MADE,
        wish.account_code,
        prepared.account_name,
        wish.pay_day,
        len(prepared.plan.transfers),
        prepared.plan.total,
        prepared.plan.fees,
        digest,
        actor.name,
        now,
    )
    if taken := await store.add(connection, owner, run, _items(prepared)):
        # Somebody else was faster: the transaction is rolled back with the refusal.
        faults = [
            Fault(f"invoices[{number}]", codes.NOT_PAYABLE, {"number": number}) for number in sorted(taken)
        ]
        raise Rejected(faults, 409)
    await record(connection, owner, actor.author, now, [_event("made", run.run_id)])
    return run, prepared.plan.warnings


async def move(connection: Connection, actor: Actor, clock: Clock, run_id: UUID, state: RunState) -> None:
    """Note that the bank has the file, or cancel the run; raise Refusal when somebody was faster."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if not await store.move(connection, owner, run_id, state, now):
        raise Refusal(codes.RUN_MOVED, status=409)
    await record(connection, owner, actor.author, now, [_event(state, run_id)])


def _items(prepared: Prepared) -> list[Item]:
    return [
        Item(due.invoice_mng_num, number, planned.payee.code, planned.payee.name, due.amount)
        for number, planned in enumerate(prepared.plan.transfers, start=1)
        for due in planned.dues
    ]


def _event(action: str, run_id: UUID) -> Event:
    return Event(f"payment_run.{action}", "payment_run", str(run_id))
