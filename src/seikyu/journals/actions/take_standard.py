"""Take over the usual accounts and tax categories, where a company has none of them yet."""

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.journals.in_use import masters_in_use
from seikyu.journals.standard import STANDARD
from seikyu.kit.clock import Clock
from seikyu.masters import queries
from seikyu.masters.actions.keep import keep
from seikyu.masters.keeping import read_masters


async def take_standard(connection: Connection, actor: Actor, clock: Clock) -> int:
    """Register them, leaving kinds alone that hold anything; return how many were registered."""
    taken = 0
    for kind, masters in STANDARD:
        if await queries.all_of(connection, actor.company.company_id, kind):
            continue
        _, elements = read_masters(kind, {kind.name: [*masters]})
        decision = await keep(connection, actor, clock, kind, elements, masters_in_use)
        # An account whose tax category is the company's own to name begins without one.
        bare = [masters[fault.index] for fault in decision.faults if fault.index is not None]
        if bare:
            open_ = [{**master, "tax_category_code": None} for master in bare]
            _, elements = read_masters(kind, {kind.name: [*open_]})
            again = await keep(connection, actor, clock, kind, elements, masters_in_use)
            taken += len(again.kept)
        taken += len(decision.kept)
    return taken
