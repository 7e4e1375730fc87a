"""請求書登録: register new invoices and have them issued; or their masters alone (contract §4.2)."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from seikyu.accounts.model import Actor, Company
from seikyu.approvals.actions.submit import submit
from seikyu.approvals.model import Side
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.invoices.store import Version, add_versions
from seikyu.issuing import queries, store
from seikyu.issuing.loading import load, load_masters, spoken_of
from seikyu.issuing.model import issue_job, wait_until
from seikyu.issuing.register_wire import RegisterElement
from seikyu.issuing.registration import Decision, Loaded, Registration, decide
from seikyu.issuing.store import NewInvoice
from seikyu.issuing.submission import entry_status, new_run
from seikyu.jobs.queue import enqueue
from seikyu.kit.clock import Clock
from seikyu.partners import inviting
from seikyu.partners import queries as masters
from seikyu.partners import store as masters_store
from seikyu.partners.inviting import Invite
from seikyu.partners.ledger import Ledger
from seikyu.wire.faults import Fault

MANY = 100
"""Elements beyond which deciding takes so long that it is done in a thread: others are answered meanwhile."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An element that was done: its place in the request and its new number, if it is an invoice."""

    index: int
    invoice_mng_num: int | None
    linked: Invite | None = None
    """The wish to invite its customer, where that is linked to a member already and was not invited."""


async def register(
    connection: Connection, actor: Actor, clock: Clock, elements: Sequence[RegisterElement]
) -> tuple[list[Registered], list[Fault]]:
    """Store every faultless element of the batch with its masters, event and issue job; return all faults.

    One transaction for the batch, a fixed number of statements however many elements it holds.
    """
    owner, now = actor.company.company_id, clock()
    spoken = spoken_of(elements)
    await masters.hold(connection, owner, alone=spoken.deletes)
    loaded = await load(connection, actor, spoken)
    decision = await _decide(elements, loaded, actor.company, now)
    if loaded.ledger.changed:
        # Someone else may be registering the same masters: look again, alone.
        await masters.lock(connection, owner)
        loaded = replace(loaded, ledger=await load_masters(connection, owner, spoken))
        decision = await _decide(elements, loaded, actor.company, now)
    numbers = await _store(connection, actor, clock, decision, loaded.ledger)
    linked = {one.index: one for one in await inviting.invite(connection, actor, decision.invites)}
    done = [
        Registered(one.index, n, linked.get(one.index))
        for one, n in zip(decision.registrations, numbers, strict=True)
    ]
    done += [Registered(index, None, linked.get(index)) for index in decision.masters_done]
    return sorted(done, key=lambda one: one.index), decision.faults


async def check(
    connection: Connection, actor: Actor, clock: Clock, elements: Sequence[RegisterElement]
) -> list[Fault]:
    """The faults that registering the batch would find now; nothing is locked or stored."""
    find = await checker(connection, actor, clock, elements)
    return await asyncio.to_thread(lambda: [fault for element in elements for fault in find(element)])


async def checker(
    connection: Connection, actor: Actor, clock: Clock, elements: Iterable[RegisterElement]
) -> Callable[[RegisterElement], list[Fault]]:
    """What finds the faults of one element after the other, in their order, as registering them would.

    For batches too large to be held at once: `elements` is gone through here, in a thread, for what it names.
    """
    loaded = await load(connection, actor, await asyncio.to_thread(spoken_of, elements))
    company, now = actor.company, clock()
    return lambda element: decide([element], loaded, company, now).faults


async def _decide(
    elements: Sequence[RegisterElement], loaded: Loaded, company: Company, now: datetime
) -> Decision:
    if len(elements) <= MANY:
        return decide(elements, loaded, company, now)
    return await asyncio.to_thread(decide, elements, loaded, company, now)


async def _store(
    connection: Connection, actor: Actor, clock: Clock, decision: Decision, ledger: Ledger
) -> list[int]:
    owner, now = actor.company.company_id, clock()
    events = ledger.events
    numbers: list[int] = []
    await masters_store.save(connection, owner, ledger, now)
    if registrations := decision.registrations:
        invoices = await _invoices(connection, owner, actor.user_id, registrations)
        numbers = await store.register(connection, owner, invoices, now)
        versions = [
            Version(number, 1, one.content, hashlib.sha256(one.content).digest())
            for number, one in zip(numbers, registrations, strict=True)
        ]
        await add_versions(connection, owner, versions, now)
        events += map(_event, numbers, registrations)
    await record(connection, owner, actor.author, now, events)
    new = list(zip(numbers, decision.registrations, strict=True))
    await enqueue(
        connection,
        [issue_job(owner, number, 1, wait_until(one.send_date, now)) for number, one in new if not one.plan],
    )
    runs = [new_run(number, 1, one.customer_name, one.extract, one.plan) for number, one in new if one.plan]
    await submit(connection, owner, Side.SELLER, "invoice", runs, now)
    return numbers


async def _invoices(
    connection: Connection, owner: int, maker: int | None, registrations: Sequence[Registration]
) -> list[NewInvoice]:
    customers = {one.customer_id for one in registrations}
    buyers = await masters.buyers_of(connection, owner, customers)
    known = await queries.invoiced_before(connection, owner, customers)
    invoices = []
    for one in registrations:
        invoices.append(
            NewInvoice(
                customer_id=one.customer_id,
                customer_name=one.customer_name,
                customer_code=one.customer_code,
                buyer_company_id=buyers.get(one.customer_id),
                first_to_customer=one.customer_id not in known,
                extract=one.extract,
                send_date=one.send_date,
                status=entry_status(one.plan),
                layout_id=one.layout_id,
                maker_user_id=maker,
            )
        )
        known.add(one.customer_id)
    return invoices


def _event(number: int, one: Registration) -> Event:
    return Event("invoice.registered", "invoice", str(number), None, entry_status(one.plan), 1)
