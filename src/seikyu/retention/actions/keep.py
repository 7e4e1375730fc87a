"""Set how long papers are kept: longer at once, shorter with a written reason, never below seven years."""

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.retention import queries, store
from seikyu.retention.model import MOST_EXTENSION, YEARS, Keeping
from seikyu.retention.rules import MONTHS, may_shorten
from seikyu.wire import codes
from seikyu.wire.faults import Fault


async def keep(connection: Connection, actor: Actor, clock: Clock, new: Keeping, reason: str) -> list[Fault]:
    """Keep papers so long from here on; faults when that cannot be."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if new.years not in YEARS:
        return [Fault("years", codes.KEEPING_YEARS)]
    if not 1 <= new.fiscal_month <= MONTHS:
        return [Fault("fiscal_month", codes.KEEPING_MONTH)]
    if not 0 <= new.extension <= MOST_EXTENSION:
        return [Fault("extension", codes.KEEPING_EXTENSION)]
    await store.lock(connection, owner)
    old = await queries.keeping(connection, owner)
    if old == new:
        return []
    if may_shorten(old, new) and not reason:
        return [Fault("reason", codes.KEEPING_REASON)]
    await store.keep(connection, owner, new, now)
    comment = f"{_told(old)} → {_told(new)}{f' {reason}' if reason else ''}"
    await record(
        connection, owner, actor.author, now, [Event("retention.set", "company", str(owner), comment=comment)]
    )
    return []


def _told(known: Keeping) -> str:
    return f"{known.years}年・{known.fiscal_month}月決算・申告期限の延長{known.extension}か月"
