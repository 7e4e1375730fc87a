"""Reading files; the owner company comes first."""

from collections.abc import Collection
from uuid import UUID

from seikyu.attachments.model import Attachment, Subject
from seikyu.db.pool import Connection, Row

_COLUMNS = "a.attachment_id, a.name, a.media_type, a.size, a.sha256, a.added_at"
_KEPT = (
    "NOT EXISTS (SELECT FROM attachment_removals AS r "
    "WHERE r.company_id = $1 AND r.attachment_id = a.attachment_id)"
)


async def attached(connection: Connection, owner: int, subject: Subject) -> list[Attachment]:
    """The files of a subject that have not been taken off, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM attachments AS a "  # noqa: S608 -- names of our own
        f"WHERE a.company_id = $1 AND a.subject_kind = $2 AND a.subject_id = $3 AND {_KEPT} "
        "ORDER BY a.attachment_id",
        owner,
        subject.kind,
        subject.subject_id,
    )
    return [_attachment(row) for row in rows]


async def of_version(
    connection: Connection, owner: int, invoice_mng_num: int, version: int
) -> list[Attachment]:
    """The files that went out with a version, oldest first."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM version_attachments AS v "  # noqa: S608 -- names of our own
        "JOIN attachments AS a USING (company_id, attachment_id) "
        "WHERE v.company_id = $1 AND v.invoice_mng_num = $2 AND v.version = $3 ORDER BY a.attachment_id",
        owner,
        invoice_mng_num,
        version,
    )
    return [_attachment(row) for row in rows]


async def of_subject(
    connection: Connection, owner: int, subject: Subject, attachment_id: UUID
) -> Attachment | None:
    """One file of a subject, unless it has been taken off."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM attachments AS a "  # noqa: S608 -- names of our own
        "WHERE a.company_id = $1 AND a.attachment_id = $2 AND a.subject_kind = $3 AND a.subject_id = $4 "
        f"AND {_KEPT}",
        owner,
        attachment_id,
        subject.kind,
        subject.subject_id,
    )
    return None if row is None else _attachment(row)


async def of_issued(
    connection: Connection, owner: int, invoice_mng_num: int, attachment_id: UUID
) -> Attachment | None:
    """One file that went out with any version of an invoice."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM attachments AS a "  # noqa: S608 -- names of our own
        "WHERE a.company_id = $1 AND a.attachment_id = $2 AND EXISTS ("
        "SELECT FROM version_attachments AS v WHERE v.company_id = $1 AND v.attachment_id = $2 "
        "AND v.invoice_mng_num = $3)",
        owner,
        attachment_id,
        invoice_mng_num,
    )
    return None if row is None else _attachment(row)


async def with_files(connection: Connection, owner: int, numbers: Collection[int]) -> set[int]:
    """Those of the invoices that a file went out with, in any version."""
    rows = await connection.fetch(
        "SELECT DISTINCT invoice_mng_num FROM version_attachments "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2)",
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"] for row in rows}


def _attachment(row: Row) -> Attachment:
    return Attachment(**dict(row))
