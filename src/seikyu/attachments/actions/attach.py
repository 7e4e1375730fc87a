"""Attach files to a subject, take one off, carry them over from a draft to the invoice made of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from seikyu.attachments import queries, store
from seikyu.attachments.model import Attachment, File, Subject
from seikyu.attachments.rules import too_much
from seikyu.db.pool import Connection
from seikyu.kit.ids import new_ids
from seikyu.wire import codes
from seikyu.wire.faults import Refusal, Rejected

PATH = "file"


async def attach(
    connection: Connection, owner: int, subject: Subject, files: Sequence[File], now: datetime
) -> list[Attachment]:
    """Keep files with a subject that the caller has locked; raise Rejected when they are too many or large.

    Whether the subject may be changed, and the note in the log, are the caller's business.
    """
    if not files:
        raise Refusal(codes.ATTACHMENT_MISSING, status=400, path=PATH)
    if faults := too_much(PATH, await queries.attached(connection, owner, subject), files):
        raise Rejected(faults)
    return await store.add(connection, owner, subject, files, now)


async def take_off(
    connection: Connection, owner: int, subject: Subject, attachment_id: UUID, now: datetime
) -> Attachment:
    """Take a file off a subject that the caller has locked and return it; raise Refusal when it has no such.

    The file itself stays: it may have gone out with an earlier version.
    """
    attachment = await queries.of_subject(connection, owner, subject, attachment_id)
    if attachment is None:
        raise Refusal(codes.ATTACHMENT_UNKNOWN, status=404)
    await store.remove(connection, owner, attachment_id, now)
    return attachment


async def carry_over(
    connection: Connection, owner: int, source: Subject, target: Subject, now: datetime
) -> list[Attachment]:
    """Give the target what the source carries, as a draft's files go to its invoice; the source keeps its."""
    held = await queries.attached(connection, owner, source)
    ids = new_ids(now, len(held))
    carried = [replace(one, attachment_id=key) for one, key in zip(held, ids, strict=True)]
    await store.add_rows(connection, owner, target, carried)
    return carried
