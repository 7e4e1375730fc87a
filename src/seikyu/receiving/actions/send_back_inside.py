"""差戻し inside the buyer: from 51 to whoever is in charge (59), from 60 and 70 to accounting (69)."""

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import users_of
from seikyu.approvals.actions import decide
from seikyu.approvals.actions.decide import Seen, author_of
from seikyu.approvals.model import Run
from seikyu.audit.model import Author, Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.mail.store import write
from seikyu.receiving import approval_store, letters
from seikyu.receiving.actions.decide import KIND
from seikyu.receiving.actions.open import find
from seikyu.receiving.model import BuyerStatus
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

BACK_TO = {
    BuyerStatus.IN_APPROVAL: BuyerStatus.SENT_BACK_INSIDE,
    BuyerStatus.ACCOUNTING: BuyerStatus.ACCOUNTING_SENT_BACK,
    BuyerStatus.FINAL_ACCOUNTING: BuyerStatus.ACCOUNTING_SENT_BACK,
}
"""Where an invoice is after its run was sent back or taken back."""


async def send_back_inside(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    base_url: str,
    invoice_mng_num: int,
    seen: Seen,
    reason: str,
) -> None:
    """For a reason, told by mail to who submitted it, and from 60 and 70 to accounting; or raise Refusal."""
    owner = actor.company.company_id
    await find(connection, owner, invoice_mng_num)
    moved = await decide.send_back(connection, actor, clock(), KIND, invoice_mng_num, seen, reason)
    author = author_of(actor, moved.stood_for)
    to = await _back(connection, actor, clock, moved.run, author, "invoice.sent_back_inside", reason)
    if to is BuyerStatus.ACCOUNTING_SENT_BACK:
        who = {
            one
            for step in moved.run.steps
            if step.stage == BuyerStatus.ACCOUNTING
            for one in step.approver_ids
            if one not in {actor.user_id, moved.run.submitter_id}
        }
        readers = [user for user in await users_of(connection, owner) if user.user_id in who]
        mails = [letters.back_to_accounting(r, moved.run, actor.name, reason, base_url) for r in readers]
        await write(connection, owner, mails, clock())


async def withdraw(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """取り下げ: whoever submitted it takes it back; raise Refusal when it is not theirs or does not wait."""
    await find(connection, actor.company.company_id, invoice_mng_num)
    run = await decide.withdraw(connection, actor, clock(), KIND, invoice_mng_num)
    await _back(connection, actor, clock, run, actor.author, "invoice.submission_withdrawn", None)


async def remind(connection: Connection, actor: Actor, clock: Clock, invoice_mng_num: int) -> None:
    """Ask the approvers once more by mail; raise Refusal when it does not wait, or was somebody else's."""
    owner, now = actor.company.company_id, clock()
    await find(connection, owner, invoice_mng_num)
    run = await decide.remind(connection, actor, now, KIND, invoice_mng_num)
    event = Event("invoice.approvers_reminded", KIND, str(run.number), version=run.version)
    await record(connection, owner, actor.author, now, [event])


async def _back(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    run: Run,
    author: Author,
    action: str,
    reason: str | None,
) -> BuyerStatus:
    owner, now, left = actor.company.company_id, clock(), BuyerStatus(run.step.stage)
    to = BACK_TO[left]
    if not await approval_store.move_on(connection, owner, [(run.number, run.version, left, to)], now):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    event = Event(action, KIND, str(run.number), left, to, run.version, reason)
    await record(connection, owner, author, now, [event])
    return to
