"""Make an export and keep its file; cancel one, so that its slips may be reopened."""

from uuid import UUID

from seikyu.accounts.model import Actor, administrators_only
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.kit.clock import Clock
from seikyu.kit.ids import new_id
from seikyu.ledgers import store
from seikyu.ledgers.actions.gather import Numbers
from seikyu.ledgers.actions.prepare import Prepared, prepare
from seikyu.ledgers.model import Export
from seikyu.ledgers.packing import MEDIA_TYPE
from seikyu.ledgers.queries import be_alone
from seikyu.ledgers.wish import Wish, asked
from seikyu.storage import objects
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected


async def make(
    connection: Connection, actor: Actor, clock: Clock, wish: Wish, paid: Numbers
) -> tuple[Export, list[int]]:
    """The export, and the invoices left out because their slips are not confirmed.

    Raise Rejected with everything that cannot be written, Refusal when there is nothing; then nothing counts
    as exported.
    """
    owner = actor.company.company_id
    await be_alone(connection, owner)
    prepared = await prepare(connection, owner, clock, wish, paid, hold=True)
    if prepared.troubles:
        raise Rejected(prepared.troubles)
    if not prepared.items:
        raise Refusal(codes.NOTHING_TO_EXPORT, status=400)
    return await _kept(connection, actor, clock, wish, prepared), prepared.unconfirmed


async def cancel(connection: Connection, actor: Actor, clock: Clock, export: Export) -> None:
    """出力取消: its invoices count as not exported, the file stays. Raise Refusal when that has been done."""
    administrators_only(actor)
    owner, now = actor.company.company_id, clock()
    if not await store.cancel(connection, owner, export.export_id, actor.name, now):
        raise Refusal(codes.EXPORT_CANCELLED, status=409)
    await record(connection, owner, actor.author, now, [_event("cancelled", export.export_id)])


async def _kept(connection: Connection, actor: Actor, clock: Clock, wish: Wish, prepared: Prepared) -> Export:
    owner, now = actor.company.company_id, clock()
    digest, packed = prepared.packing.finished()
    export = Export(
        new_id(now),
        wish.format,
        asked(wish),
        len(prepared.items),
        prepared.packing.rows,
        len(prepared.unconfirmed),
        digest,
        prepared.packing.size,
        await objects.put(connection, owner, MEDIA_TYPE, packed, now),
        actor.name,
        now,
    )
    await store.add(connection, owner, export, prepared.items)
    comment = f"{wish.format.label} {export.invoices}件 {export.asked}".strip()
    await record(connection, owner, actor.author, now, [_event("made", export.export_id, comment)])
    return export


def _event(action: str, export_id: UUID, comment: str | None = None) -> Event:
    return Event(f"ledger_export.{action}", "ledger_export", str(export_id), comment=comment)
