"""Adding versions and their printed form; neither is ever changed or removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from seikyu.db.pool import Connection


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was fixed at one moment: canonical bytes and their SHA-256."""

    invoice_mng_num: int
    version: int
    document: bytes
    sha256: bytes


async def add_versions(
    connection: Connection, owner: int, versions: Sequence[Version], made_at: datetime
) -> None:
    """Give `owner` its copy of versions; a copy that it already holds stays."""
    await connection.execute(
        "INSERT INTO invoice_versions (company_id, made_at, invoice_mng_num, version, document, sha256) "
        "SELECT $1, $2, v.* FROM unnest($3::bigint[], $4::integer[], $5::bytea[], $6::bytea[]) AS v "
        "ON CONFLICT DO NOTHING",
        owner,
        made_at,
        [version.invoice_mng_num for version in versions],
        [version.version for version in versions],
        [version.document for version in versions],
        [version.sha256 for version in versions],
    )


async def add_print(
    connection: Connection,
    owner: int,
    invoice_mng_num: int,
    version: int,
    send_date: date,
    pdf_sha256: bytes,
    layout_id: UUID | None = None,
    layout_version: int | None = None,
) -> None:
    """Note which stored object is the printed form of a version, the date it carries and its layout."""
    await connection.execute(
        "INSERT INTO invoice_prints (company_id, invoice_mng_num, version, send_date, pdf_sha256, "
        "layout_id, layout_version) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        owner,
        invoice_mng_num,
        version,
        send_date,
        pdf_sha256,
        layout_id,
        layout_version,
    )
