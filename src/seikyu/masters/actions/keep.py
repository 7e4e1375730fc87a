"""Register, update and delete masters of one kind."""

from collections.abc import Sequence

from seikyu.accounts.model import Actor
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.masters import queries, store
from seikyu.masters.keeping import Decision, Element, Loaded, decide, references
from seikyu.masters.model import Kind, Master
from seikyu.masters.queries import InUse


async def keep(
    connection: Connection,
    actor: Actor,
    clock: Clock,
    kind: Kind,
    elements: Sequence[Element],
    in_use: InUse,
    *,
    whole: bool = False,
    known_only: bool = False,
) -> Decision:
    """Store every faultless element of the batch with its event; return what was done and all faults.

    One transaction for the batch, a fixed number of statements however many elements it holds.
    """
    owner, now = actor.company.company_id, clock()
    await queries.lock(connection, owner, kind)
    keys = {key for element in elements if (key := kind.key_of(element.given)) is not None}
    known = await queries.by_keys(connection, owner, kind, keys)
    deleting = {key for element in elements if element.deletes and (key := kind.key_of(element.given))}
    needed = await in_use(connection, owner, kind, deleting) if deleting else set()
    referred = {
        name: await queries.there(connection, owner, name, named)
        for name, named in references(kind, elements).items()
    }
    loaded = Loaded(known, needed, referred)
    decision = decide(kind, elements, loaded, now, whole=whole, known_only=known_only)
    await store.save(connection, owner, kind, decision, now)
    events = [
        _event(kind, master, action)
        for action, masters in (
            ("registered", decision.registered),
            ("updated", decision.updated),
            ("deleted", decision.deleted),
        )
        for master in masters.values()
    ]
    await record(connection, owner, actor.author, now, events)
    return decision


def _event(kind: Kind, master: Master, action: str) -> Event:
    return Event(f"{kind.name}.{action}", "master", f"{kind.name}/{master.master_id}")
