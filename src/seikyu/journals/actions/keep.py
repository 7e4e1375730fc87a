"""Keep a slip: save its draft, or confirm it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.journals import queries, store
from seikyu.journals.actions.lay_out import papers_of
from seikyu.journals.entering import decide
from seikyu.journals.learning import lessons
from seikyu.journals.store import NewSlip
from seikyu.kit.clock import Clock
from seikyu.receiving.actions.open import find
from seikyu.receiving.beside import touch
from seikyu.receiving.model import ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected
from seikyu.wire.values import Node


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody entered: the rows as they were read, the slip's revision and invoice's version seen."""

    slip_date: date | None
    version: int | None
    revision: int
    rows: Sequence[Node]


async def keep(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    given: Given,
    *,
    confirm: bool,
) -> None:
    """Write the slip of an invoice; raise Rejected with every fault, Refusal when it is not to be changed."""
    owner, now = actor.company.company_id, clock()
    await queries.hold_masters(connection, owner)
    invoice = await find(connection, owner, invoice_mng_num)
    await _check(connection, owner, invoice, given)
    [paper] = await papers_of(connection, owner, [invoice])
    chart = await queries.chart(connection, owner)
    entered = decide(given.rows, paper, chart, confirm=confirm)
    if entered.faults:
        raise Rejected(entered.faults)
    slip = NewSlip(
        invoice_mng_num, invoice.version, given.slip_date or paper.day, given.revision, entered.entries
    )
    held = await touch(connection, owner, [(invoice_mng_num, invoice.version)], now)
    if not held or not await store.write(connection, owner, [slip], now, confirmed=confirm, by=actor.user_id):
        raise Refusal(codes.SLIP_CHANGED, status=409)
    if confirm:
        await store.learn(connection, owner, lessons(paper, entered.entries), now)
    action = "invoice.journal_confirmed" if confirm else "invoice.journal_saved"
    event = Event(action, "received_invoice", str(invoice_mng_num), version=invoice.version)
    await record(connection, owner, actor.author, now, [event])


async def _check(connection: Connection, owner: int, invoice: ReceivedInvoice, given: Given) -> None:
    if invoice.sent_back_at is not None:
        raise Refusal(codes.NOT_JOURNALISABLE, status=409)
    if given.version not in {None, invoice.version}:
        raise Refusal(codes.SLIP_CHANGED, status=409)
    slip = (await queries.slips(connection, owner, [invoice.invoice_mng_num])).get(invoice.invoice_mng_num)
    if given.revision != (0 if slip is None else slip.revision):
        raise Refusal(codes.SLIP_CHANGED, status=409)
    if slip is not None and slip.confirmed_at is not None:
        raise Refusal(codes.SLIP_CONFIRMED, status=409)
