"""Move received invoices on: into a route, past the step they wait at, or 50 → 71 (contract §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from seikyu.accounts.model import Actor
from seikyu.approvals import queries as approvals
from seikyu.approvals.actions.decide import Seen, author_of
from seikyu.approvals.actions.submit import submit
from seikyu.approvals.model import Side
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing.actions.note_opened import note_opened
from seikyu.kit.clock import Clock
from seikyu.receiving import approval_store, departments, queries, submission
from seikyu.receiving.actions.decide import KIND, decide
from seikyu.receiving.actions.open import find
from seikyu.receiving.approval_store import Move
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.receiving.submission import ENTERS_AT, Entry
from seikyu.wire import codes
from seikyu.wire.faults import Fault, Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of the invoices moved on, and the others as they stand.

    `barred` says why, by number, of those that nobody else had moved.
    """

    done: int
    left: Sequence[ReceivedInvoice]
    barred: Mapping[int, Fault] = field(default_factory=dict)


async def approve(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    *,
    version: int | None = None,
    step: int | None = None,
    comment: str | None = None,
    department: str | None = None,
) -> None:
    """Move one on as far as the actor may: at its step if it waits at one, else like `enter`."""
    owner = actor.company.company_id
    received = await find(connection, owner, invoice_mng_num)
    if received.sent_back_at is None and (
        step is not None or await approvals.seen_at(connection, owner, KIND, [invoice_mng_num])
    ):
        await decide(connection, actor, clock, invoice_mng_num, Seen(version, step), comment)
    else:
        await enter(
            connection,
            actor,
            clock,
            invoice_mng_num,
            version=version,
            comment=comment,
            department=department,
        )


async def enter(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    *,
    version: int | None = None,
    comment: str | None = None,
    department: str | None = None,
) -> BuyerStatus:
    """Submit one from 50, 59 or 69 in the version the caller has seen; tell where it is now.

    `department` is the one it is for, empty for none; None leaves it as it is. Raise Refusal when it waits
    for something else, or is not the caller's to submit.
    """
    owner, now = actor.company.company_id, clock()
    received = await find(connection, owner, invoice_mng_num)
    if received.sent_back_at is not None or received.status not in ENTERS_AT:
        raise Refusal(codes.NOT_APPROVABLE, status=409)
    if version not in {None, received.version}:
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    if department is not None:
        code = await departments.settled(connection, owner, department)
        received = replace(received, department_code=code)
    earlier = None
    if received.status is not BuyerStatus.UNAPPROVED:
        earlier = await approvals.newest_run(connection, owner, KIND, invoice_mng_num)
    entry = submission.entry(await submission.load(connection, actor, now), received, earlier)
    if not await _enter(connection, actor, now, [entry], comment):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    return entry.status


async def approve_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, int]
) -> Outcome:
    """Submit each that still waits in 50 in the version in which it was seen, by its number.

    As many statements for a hundred as for one, and three more for each of their sellers.
    """
    owner, now = actor.company.company_id, clock()
    found = await queries.some(connection, owner, list(seen))
    by = await submission.load(connection, actor, now)
    entries: list[Entry] = []
    barred: dict[int, Fault] = {}
    for one in found:
        if one.approvable and one.version == seen[one.invoice_mng_num]:
            try:
                entries.append(submission.entry(by, one))
            except Refusal as refusal:
                barred[one.invoice_mng_num] = refusal.fault
    done = await _enter(connection, actor, now, entries, None)
    others = [one.invoice_mng_num for one in found if one.invoice_mng_num not in done]
    return Outcome(len(done), await queries.some(connection, owner, others), barred)


async def _enter(
    connection: Connection, actor: Actor, now: datetime, entries: Sequence[Entry], comment: str | None
) -> set[int]:
    """Whoever submits an invoice has opened it; the sellers' rows are locked before the buyer's."""
    owner = actor.company.company_id
    await _open_for_sellers(connection, actor, [one.invoice for one in entries], now)
    wanted = [(one.invoice.invoice_mng_num, one.invoice.version, one.invoice.status) for one in entries]
    held = await approval_store.lock(connection, owner, wanted)
    kept = [one for one in entries if one.invoice.invoice_mng_num in held]
    if not kept:
        return set()
    opened = await approval_store.enter(connection, owner, [_move(one) for one in kept], now)
    runs = [submission.new_run(one.invoice, one.plan) for one in kept if one.plan is not None]
    await submit(connection, owner, Side.BUYER, KIND, runs, now)
    for absent in dict.fromkeys(one.stood_for for one in kept):
        events = [
            event
            for one in kept
            if one.stood_for == absent
            for event in _events(one, comment, opened=one.invoice.invoice_mng_num in opened)
        ]
        await record(connection, owner, author_of(actor, absent), now, events)
    return {one.invoice.invoice_mng_num for one in kept}


async def _open_for_sellers(
    connection: Connection, actor: Actor, invoices: Sequence[ReceivedInvoice], now: datetime
) -> None:
    unopened = sorted(
        (one.seller_company_id, one.invoice_mng_num, one.version)
        for one in invoices
        if one.opened_at is None and one.seller_company_id is not None
    )
    for seller, theirs in groupby(unopened, key=lambda one: one[0]):
        await act_for(connection, seller)
        opened = [(number, version) for _, number, version in theirs]
        await note_opened(connection, seller, actor.author, opened, now)
    await act_for(connection, actor.company.company_id)


def _move(one: Entry) -> Move:
    invoice = one.invoice
    return Move(invoice.invoice_mng_num, invoice.version, invoice.status, one.status, invoice.department_code)


def _events(one: Entry, comment: str | None, *, opened: bool) -> list[Event]:
    number, version = str(one.invoice.invoice_mng_num), one.invoice.version
    before = [Event("invoice.opened", "received_invoice", number, version=version)] if opened else []
    again = one.invoice.status is not BuyerStatus.UNAPPROVED
    submitted = "invoice.resubmitted" if again else "invoice.submitted"
    action = "invoice.done" if one.plan is None else submitted
    return [
        *before,
        Event(action, "received_invoice", number, one.invoice.status, one.status, version, comment),
    ]
