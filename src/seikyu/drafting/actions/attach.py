"""The files of a draft: kept with it, and given to the invoice it becomes."""

from collections.abc import Sequence
from uuid import UUID

from seikyu.accounts.model import Actor
from seikyu.attachments.actions import attach as attachments
from seikyu.attachments.model import File, of_draft, of_invoice
from seikyu.audit.model import Event
from seikyu.audit.store import record
from seikyu.db.pool import Connection
from seikyu.drafting import queries, store
from seikyu.drafting.model import Draft, Kind
from seikyu.kit.clock import Clock
from seikyu.wire import codes
from seikyu.wire.faults import Refusal


def carries_files(draft: Draft) -> bool:
    """Whether files can be added here: those of an invoice being corrected lie with the invoice itself."""
    return draft.kind is Kind.DRAFT and draft.corrects is None


async def attach_files(
    connection: Connection, actor: Actor, clock: Clock, draft_id: UUID, files: Sequence[File]
) -> None:
    """Add files, as a save of the draft: whoever has looked at it before is told that it has changed."""
    owner, now = actor.company.company_id, clock()
    await _hold(connection, owner, draft_id)
    added = await attachments.attach(connection, owner, of_draft(draft_id), files, now)
    await store.note_change(connection, actor, draft_id, now)
    events = [Event("draft.attached", "draft", str(draft_id), comment=one.name) for one in added]
    await record(connection, owner, actor.author, now, events)


async def take_off_file(
    connection: Connection, actor: Actor, clock: Clock, draft_id: UUID, attachment_id: UUID
) -> None:
    """Take a file off, likewise."""
    owner, now = actor.company.company_id, clock()
    await _hold(connection, owner, draft_id)
    gone = await attachments.take_off(connection, owner, of_draft(draft_id), attachment_id, now)
    await store.note_change(connection, actor, draft_id, now)
    event = Event("draft.detached", "draft", str(draft_id), comment=gone.name)
    await record(connection, owner, actor.author, now, [event])


async def give_to_invoice(
    connection: Connection, actor: Actor, clock: Clock, draft_id: UUID, invoice_mng_num: int
) -> None:
    """Let the invoice that a draft has become carry its files, in the transaction that makes it."""
    owner, now = actor.company.company_id, clock()
    given = await attachments.carry_over(
        connection, owner, of_draft(draft_id), of_invoice(invoice_mng_num), now
    )
    events = [
        Event("invoice.attached", "invoice", str(invoice_mng_num), version=1, comment=one.name)
        for one in given
    ]
    await record(connection, owner, actor.author, now, events)


async def _hold(connection: Connection, owner: int, draft_id: UUID) -> None:
    draft = await queries.one(connection, owner, draft_id, lock=True)
    if draft is None or draft.closed or not carries_files(draft):
        raise Refusal(codes.DRAFT_UNKNOWN, status=404)
