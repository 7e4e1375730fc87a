"""差戻し inside the seller: an approver sends an invoice back to its maker; or its maker takes it back."""

from seikyu.accounts.model import Actor
from seikyu.approvals.actions import decide
from seikyu.approvals.actions.decide import Seen, author_of
from seikyu.approvals.model import Run
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.issuing import approval_store, queries
from seikyu.issuing.model import SellerStatus
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


async def send_back_inside(
    connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int, seen: Seen, reason: str
) -> None:
    """11 or 20 → 19, for a reason that its maker is told by mail; raise Refusal when the actor may not."""
    await _found(connection, actor, invoice_mng_num)
    moved = await decide.send_back(connection, actor, clock(), "invoice", invoice_mng_num, seen, reason)
    author = author_of(actor, moved.stood_for)
    await _back(connection, actor, clock, moved.run, author, "invoice.sent_back_inside", reason)


async def withdraw(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """取り下げ, 11 or 20 → 19: whoever submitted it takes it back; raise Refusal when it is not theirs."""
    await _found(connection, actor, invoice_mng_num)
    run = await decide.withdraw(connection, actor, clock(), "invoice", invoice_mng_num)
    await _back(connection, actor, clock, run, actor.author, "invoice.submission_withdrawn", None)


async def remind(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """Ask the approvers once more by mail; raise Refusal when it does not wait, or was somebody else's."""
    await _found(connection, actor, invoice_mng_num)
    now = clock()
    run = await decide.remind(connection, actor, now, "invoice", invoice_mng_num)
    event = Event("invoice.approvers_reminded", "invoice", str(run.number), version=run.version)
    await record(connection, actor.company.company_id, actor.author, now, [event])


async def _found(connection: Connection, actor: Actor, number: int) -> None:
    if await queries.one(connection, actor.company.company_id, number) is None:
        raise Refusal(codes.INVOICE_UNKNOWN, status=404)


async def _back(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    run: Run,
    author: Author,
    action: str,
    reason: str | None,
) -> None:
    owner, now, left = actor.company.company_id, clock(), SellerStatus(run.step.stage)
    if not await approval_store.send_back(connection, owner, run.number, run.version, left, reason, now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(action, "invoice", str(run.number), left, SellerStatus.SENT_BACK, run.version, reason)
    await record(connection, owner, author, now, [event])
