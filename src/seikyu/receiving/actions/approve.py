"""Mark received invoices as done, where no workflow stands between (50 → 71, contract §6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection, act_for
from seikyu.issuing import store as issuing
from seikyu.kit.clock import Clock
from seikyu.receiving import queries, store
from seikyu.receiving.actions.open import find
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of the invoices are done now, and which of them somebody else had moved, as they stand."""

    done: int
    left: Sequence[ReceivedInvoice]


async def approve(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    invoice_mng_num: int,
    *,
    version: int | None = None,
    comment: str | None = None,
) -> None:
    """Mark one as done, in the version the caller has seen; raise Refusal when it does not wait for that."""
    now = clock()
    received = await find(connection, actor.company.company_id, invoice_mng_num)
    if not received.approvable:
        raise Refusal(codes.NOT_APPROVABLE, status=409)
    if version not in {None, received.version}:
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)
    if not await _move(connection, actor, now, [received], comment):
        raise Refusal(codes.CHANGED_MEANWHILE, status=409)


async def approve_many(
    connection: Connection, actor: Actor, clock: Clock, seen: Mapping[int, int]
) -> Outcome:
    """Mark each as done that still waits in the version in which it was seen, by its number.

    As many statements for a hundred as for one, and two more for each of their sellers.
    """
    owner, now = actor.company.company_id, clock()
    found = await queries.some(connection, owner, list(seen))
    waiting = [one for one in found if one.approvable and one.version == seen[one.invoice_mng_num]]
    done = await _move(connection, actor, now, waiting, None)
    others = [one.invoice_mng_num for one in found if one.invoice_mng_num not in done]
    return Outcome(len(done), await queries.some(connection, owner, others))


async def _move(
    connection: Connection,
    actor: Actor,
    now: datetime,
    invoices: Sequence[ReceivedInvoice],
    comment: str | None,
) -> set[int]:
    """Whoever marks an invoice as done has opened it; the sellers' rows are locked before the buyer's."""
    owner = actor.company.company_id
    unopened = sorted(
        (one.seller_company_id, one.invoice_mng_num, one.version)
        for one in invoices
        if one.opened_at is None and one.seller_company_id is not None
    )
    for seller, theirs in groupby(unopened, key=lambda one: one[0]):
        await act_for(connection, seller)
        await issuing.mark_opened(
            connection, seller, [(number, version) for _, number, version in theirs], now
        )
    await act_for(connection, owner)
    moved = await store.mark_done(
        connection, owner, [(one.invoice_mng_num, one.version) for one in invoices], now
    )
    events = [event for one in moved for event in _events(one, comment)]
    await record(connection, owner, actor.author, now, events)
    return {one.invoice_mng_num for one in moved}


def _events(done: store.Done, comment: str | None) -> list[Event]:
    number, version = str(done.invoice_mng_num), done.version
    opened = [Event("invoice.opened", "received_invoice", number, version=version)] if done.opened else []
    move = Event(
        "invoice.done", "received_invoice", number, BuyerStatus.UNAPPROVED, BuyerStatus.DONE, version, comment
    )
    return [*opened, move]
