"""請求書更新: correct sent-back invoices and have them issued again (contract §4.1)."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from seikyu.accounts.model import Actor, Company
from seikyu.accounts.queries import person_in_charge
from seikyu.approvals.actions.submit import submit
from seikyu.approvals.model import Side
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices import queries as documents
from seikyu.invoices.store import add_versions
from seikyu.invoices.wire import InvoiceRead
from seikyu.issuing import queries, store
from seikyu.issuing.correction import Correction, Decision, Loaded, decide, keeping, persons
from seikyu.issuing.model import SellerStatus, SentBack, issue_job
from seikyu.issuing.submission import entry_status, load_routing, new_run
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.partners import queries as masters
from seikyu.partners import store as masters_store
from seikyu.partners.ledger import Ledger
from seikyu.partners.named import Named
from seikyu.wire.faults import Fault
from seikyu.wire.values import node, nodes

MANY = 100
"""Invoices beyond which deciding takes so long that it is done in a thread: others are answered meanwhile."""


async def update(
    connection: Connection, actor: Actor, clock: Clock, reads: Sequence[InvoiceRead]
) -> list[Fault]:
    """Store every faultless invoice of the batch with its masters, event and issue job; return all faults.

    One transaction for the batch, a fixed number of statements however many invoices it holds.
    """
    owner, now = actor.company.company_id, clock()
    sent_back = await queries.lock_sent_back(
        connection, owner, [read.number for read in reads if read.number is not None]
    )
    sources = await _load_sources(connection, owner, reads, sent_back)
    people = await person_in_charge(connection, owner, persons(reads))
    employees = {person: len(matching) for person, matching in people.items()}
    routing = await load_routing(connection, actor)
    named = _named(reads, sent_back)
    if named.publisher_codes or named.bank_codes or named.bank_keys:
        # The customer is in use by the sent-back invoice itself, these are not yet.
        await masters.hold(connection, owner, alone=False)
    ledger = await masters.load(connection, owner, named)
    loaded = Loaded(sent_back, sources, ledger, employees, routing)
    decision = await _decide(reads, loaded, actor.company, now)
    if ledger.changed:
        # Someone else may be registering the same masters: look again, alone.
        await masters.lock(connection, owner)
        ledger = await masters.load(connection, owner, named)
        decision = await _decide(reads, replace(loaded, ledger=ledger), actor.company, now)
    await _store(connection, actor, clock, decision, ledger)
    return decision.faults


async def _decide(reads: Sequence[InvoiceRead], loaded: Loaded, company: Company, now: datetime) -> Decision:
    if len(reads) <= MANY:
        return decide(reads, loaded, company, now)
    return await asyncio.to_thread(decide, reads, loaded, company, now)


async def _load_sources(
    connection: Connection, owner: int, reads: Sequence[InvoiceRead], sent_back: dict[int, SentBack]
) -> dict[int, bytes]:
    targets = keeping(reads, sent_back)
    if not targets:
        return {}
    return await documents.documents(
        connection, owner, [(target.invoice_mng_num, target.version) for target in targets]
    )


def _named(reads: Sequence[InvoiceRead], sent_back: dict[int, SentBack]) -> Named:
    named = Named()
    for read in reads:
        named.add_publisher(node(read.document, "publisher"))
        target = None if read.number is None else sent_back.get(read.number)
        if read.document["customer"] is not None and target is not None and target.customer_id is not None:
            named.customer_ids.add(target.customer_id)
        for bank in nodes(read.document, "banks"):
            named.add_bank(bank)
    return named


async def _store(
    connection: Connection, actor: Actor, clock: Clock, decision: Decision, ledger: Ledger
) -> None:
    corrections = decision.corrections
    if not corrections:
        return
    owner, now = actor.company.company_id, clock()
    await masters_store.save(connection, owner, ledger, now)
    await store.correct(
        connection,
        owner,
        [correction.invoice_mng_num for correction in corrections],
        [correction.customer_name for correction in corrections],
        [entry_status(correction.plan) for correction in corrections],
        [correction.extract for correction in corrections],
        now,
    )
    await add_versions(connection, owner, [correction.version for correction in corrections], now)
    await record(connection, owner, actor.author, now, [*ledger.events, *map(_event, corrections)])
    await enqueue(
        connection,
        [issue_job(owner, c.invoice_mng_num, c.version.version) for c in corrections if not c.plan],
    )
    runs = [
        new_run(c.invoice_mng_num, c.version.version, c.customer_name, c.extract, c.plan)
        for c in corrections
        if c.plan
    ]
    await submit(connection, owner, Side.SELLER, "invoice", runs, now)


def _event(correction: Correction) -> Event:
    return Event(
        "invoice.corrected" if correction.plan is None else "invoice.resubmitted",
        "invoice",
        str(correction.invoice_mng_num),
        SellerStatus.SENT_BACK,
        entry_status(correction.plan),
        correction.version.version,
    )
