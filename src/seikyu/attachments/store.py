"""Writing files: rows are added only; a file that is taken off stays, with a note that it was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.attachments.model import Attachment, File, Subject
from seikyu.db.pool import Connection
from seikyu.kit.ids import new_ids
from seikyu.storage import objects


async def add(
    connection: Connection, owner: int, subject: Subject, files: Sequence[File], now: datetime
) -> list[Attachment]:
    """Keep files with a subject."""
    added = [
        Attachment(
            key,
            file.name,
            file.media_type,
            len(file.content),
            await objects.put(connection, owner, file.media_type, file.content, now),
            now,
        )
        for key, file in zip(new_ids(now, len(files)), files, strict=True)
    ]
    await add_rows(connection, owner, subject, added)
    return added


async def add_rows(
    connection: Connection, owner: int, subject: Subject, attachments: Sequence[Attachment]
) -> None:
    """Note files of a subject whose contents lie with the owner's stored objects already."""
    await connection.execute(
        """
        INSERT INTO attachments (
            company_id, subject_kind, subject_id, attachment_id, name, media_type, size, sha256, added_at)
        SELECT $1, $2, $3, a.*
        FROM unnest($4::uuid[], $5::text[], $6::text[], $7::integer[], $8::bytea[], $9::timestamptz[]) AS a
        ON CONFLICT DO NOTHING
        """,
        owner,
        subject.kind,
        subject.subject_id,
        [one.attachment_id for one in attachments],
        [one.name for one in attachments],
        [one.media_type for one in attachments],
        [one.size for one in attachments],
        [one.sha256 for one in attachments],
        [one.added_at for one in attachments],
    )


async def remove(connection: Connection, owner: int, attachment_id: UUID, now: datetime) -> None:
    """Note that a file was taken off; doing it twice changes nothing."""
    await connection.execute(
        "INSERT INTO attachment_removals (company_id, attachment_id, removed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT DO NOTHING",
        owner,
        attachment_id,
        now,
    )


async def fix(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    version: int,
    attachments: Sequence[Attachment],
) -> None:
    """Note which files go out with a version; that never changes again."""
    await connection.execute(
        "INSERT INTO version_attachments (company_id, invoice_mng_num, version, attachment_id) "
        "SELECT $1, $2, $3, a FROM unnest($4::uuid[]) AS a ON CONFLICT DO NOTHING",
        owner,
        invoice_mng_num,
        version,
        [one.attachment_id for one in attachments],
    )
