"""Register and correct payment notices: what is faultless is done, what is not is told."""

from collections.abc import Sequence
from dataclasses import replace

from seikyu.accounts.model import Actor
from seikyu.accounts.profile import profile
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.jobs.queue import Job, enqueue
from seikyu.kit.clock import Clock
from seikyu.notices import queries, store
from seikyu.notices.model import DELIVER, State
from seikyu.notices.rules import Decision, Kept, Loaded, decide
from seikyu.notices.wire import NoticeRead
from seikyu.wire.values import nodes, text


async def register(
    connection: Connection, actor: Actor, clock: Clock, reads: Sequence[NoticeRead]
) -> Decision:
    """Store every faultless notice of the batch with its event, and have it sent.

    One transaction, a fixed number of statements however many notices there are.
    """
    owner, now = actor.company.company_id, clock()
    await store.lock(connection, owner)
    decision = decide(reads, await _loaded(connection, owner, reads))
    numbers = await store.allot(connection, len(decision.new)) if decision.new else []
    decision.new = [
        replace(kept, version=replace(kept.version, payment_notice_num=number))
        for kept, number in zip(decision.new, numbers, strict=True)
    ]
    if decision.new:
        await store.add(connection, owner, [kept.version for kept in decision.new], actor.name, now)
    if decision.corrected:
        await store.replace(connection, owner, [kept.version for kept in decision.corrected], now)
    events = [
        *(_event("registered", kept) for kept in decision.new),
        *(_event("corrected", kept) for kept in decision.corrected),
    ]
    await record(connection, owner, actor.author, now, events)
    await enqueue(connection, deliveries(owner, [*decision.new, *decision.corrected]))
    return decision


def deliveries(owner: int, kept: Sequence[Kept]) -> list[Job]:
    """The work of sending, one job for each supplier."""
    suppliers = {one.version.supplier_company_id for one in kept if one.version.state is State.SENDING}
    return [delivery(owner, supplier) for supplier in sorted(suppliers, key=lambda one: one or 0)]


def delivery(owner: int, supplier: int | None) -> Job:
    """The work of sending what waits for a supplier, or for those who are no members."""
    return Job(DELIVER, {"company_id": owner, "supplier_company_id": supplier or 0})


async def _loaded(connection: Connection, owner: int, reads: Sequence[NoticeRead]) -> Loaded:
    givens = [read.given for read in reads]
    payees = await queries.payees(connection, owner, {c for g in givens if (c := text(g, "payee_code"))})
    companies = await queries.companies_of(connection, owner, list(payees.values())) if payees else {}
    named = {int(c) for g in givens if (c := text(g, "supplier_company_id"))}
    named |= {company for found in companies.values() for company in found}
    invoices = {int(n) for g in givens for line in nodes(g, "lines") if (n := text(line, "invoice_mng_num"))}
    known = {int(n) for g in givens if (n := text(g, "payment_notice_num"))}
    return Loaded(
        await profile(connection, owner),
        await queries.answer_days(connection, owner),
        payees,
        companies,
        await queries.suppliers(connection, owner, named),
        await queries.invoices(connection, owner, invoices),
        await queries.by_numbers(connection, owner, known, to_change=True),
        await queries.taken(connection, owner, {n for g in givens if (n := text(g, "notice_no"))}),
    )


def _event(action: str, kept: Kept) -> Event:
    return Event(
        f"payment_notice.{action}",
        "payment_notice",
        str(kept.version.payment_notice_num),
        version=kept.version.version,
    )
