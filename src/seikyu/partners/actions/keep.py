"""Register, update and delete masters of one kind (contract §4, no. 4)."""

from collections.abc import Sequence
from dataclasses import replace

from seikyu.accounts.model import Actor
from seikyu.accounts.queries import person_in_charge
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.partners import inviting, queries, store
from seikyu.partners.keeping import Decision, MasterElement, Masters, decide, named, persons
from seikyu.partners.queries import FindInUse


async def keep(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    find_in_use: FindInUse,
    masters: Masters,
    elements: Sequence[MasterElement],
) -> Decision:
    """Store every faultless element of the batch with its event; return what was done and all faults.

    Of the `invites` of the decision, those come back that are not needed: their customers are linked.

    One transaction for the batch, a fixed number of statements however many elements it holds.
    """
    owner, now = actor.company.company_id, clock()
    people = await person_in_charge(connection, owner, persons(masters, elements))
    employees = {person: len(matching) for person, matching in people.items()}
    deleting = any(element.deletes for element in elements)
    await queries.hold(connection, owner, alone=deleting)
    await queries.lock(connection, owner)
    ledger = await queries.load(
        connection, owner, named(masters, elements), find_in_use if deleting else None
    )
    decision = decide(masters, elements, ledger, employees, now)
    events = ledger.events
    await store.save(connection, owner, ledger, now)
    await record(connection, owner, actor.author, now, events)
    linked = await inviting.invite(connection, actor, decision.invites)
    return replace(decision, invites=linked)
