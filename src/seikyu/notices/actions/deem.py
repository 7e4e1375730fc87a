"""Take silence for agreement once the agreed days have passed (law 2.1)."""

from seikyu.audit.model import SYSTEM, Event
from seikyu.audit.store import record
from seikyu.db.pool import Pool, act_for, transaction
from seikyu.kit.clock import Clock
from seikyu.kit.jst import today
from seikyu.notices import move_store, queries

CHUNK = 1000


async def deem(pool: Pool, clock: Clock, owner: int) -> None:
    """Confirm all of the buyer's notices that were not answered in time; safe to run twice."""
    async with transaction(pool, owner) as connection:
        suppliers = await queries.silent(connection, owner, today(clock))
    for supplier in suppliers:
        while await _deem(pool, clock, owner, supplier) == CHUNK:
            pass


async def _deem(pool: Pool, clock: Clock, owner: int, supplier: int) -> int:
    now = clock()
    async with transaction(pool, owner) as connection:
        keys = await move_store.deem(connection, owner, supplier, today(clock), CHUNK, now)
        if keys:
            events = [
                Event("payment_notice.deemed", "payment_notice", str(number), version=version)
                for number, version in keys
            ]
            await record(connection, owner, SYSTEM, now, events)
            await act_for(connection, supplier)
            await move_store.deem_received(connection, supplier, keys, now)
            await record(connection, supplier, SYSTEM, now, events)
    return len(keys)
