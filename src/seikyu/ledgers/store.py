"""Writing exports; nothing of them is ever changed but that one no longer counts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.ledgers.model import Export, Item


async def add(connection: Connection, owner: int, export: Export, items: Sequence[Item]) -> None:
    """Store an export and which invoices stand in it, in two statements however many they are."""
    await connection.execute(
        """
        INSERT INTO ledger_exports (company_id, export_id, format, asked, invoices, rows, left_out,
                                    file_sha256, size, packed_sha256, made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        owner,
        export.export_id,
        export.format,
        export.asked,
        export.invoices,
        export.rows,
        export.left_out,
        export.file_sha256,
        export.size,
        export.packed_sha256,
        export.made_by,
        export.made_at,
    )
    await connection.execute(
        """
        INSERT INTO ledger_export_items (company_id, export_id, format, invoice_mng_num, version, revision)
        SELECT $1, $2, $3, i.* FROM unnest($4::bigint[], $5::integer[], $6::integer[]) AS i
        """,
        owner,
        export.export_id,
        export.format,
        [item.invoice_mng_num for item in items],
        [item.version for item in items],
        [item.revision for item in items],
    )


async def cancel(connection: Connection, owner: int, export_id: UUID, by: str, now: datetime) -> bool:
    """Let an export no longer count; False when somebody was faster."""
    done = await connection.execute(
        "UPDATE ledger_exports SET cancelled_by = $3, cancelled_at = $4 "
        "WHERE company_id = $1 AND export_id = $2 AND cancelled_at IS NULL",
        owner,
        export_id,
        by,
        now,
    )
    if not done.endswith(" 1"):
        return False
    await connection.execute(
        "UPDATE ledger_export_items SET counts = false WHERE company_id = $1 AND export_id = $2",
        owner,
        export_id,
    )
    return True
