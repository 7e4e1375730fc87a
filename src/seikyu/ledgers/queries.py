"""Reading exports and what stands in them; the owner company comes first."""

from collections.abc import Collection
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.ledgers.model import Export, Format

MOST_SHOWN = 200


async def exports(connection: Connection, owner: int, limit: int = MOST_SHOWN) -> list[Export]:
    """The latest exports, newest first."""
    rows = await connection.fetch(
        f"SELECT {_EXPORT} FROM ledger_exports WHERE company_id = $1 ORDER BY export_id DESC LIMIT $2",  # noqa: S608 -- names of our own
        owner,
        limit,
    )
    return [_export(row) for row in rows]


async def export(connection: Connection, owner: int, export_id: UUID) -> Export | None:
    """One export."""
    row = await connection.fetchrow(
        f"SELECT {_EXPORT} FROM ledger_exports WHERE company_id = $1 AND export_id = $2",  # noqa: S608 -- names of our own
        owner,
        export_id,
    )
    return None if row is None else _export(row)


async def numbers_in(connection: Connection, owner: int, export_id: UUID, limit: int) -> list[int]:
    """The invoices in an export, as many as are shown."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num FROM ledger_export_items WHERE company_id = $1 AND export_id = $2 "
        "ORDER BY invoice_mng_num LIMIT $3",
        owner,
        export_id,
        limit,
    )
    return [row["invoice_mng_num"] for row in rows]


async def exported(connection: Connection, owner: int, numbers: Collection[int]) -> set[int]:
    """Those of the invoices whose slip stands in an export that counts: 会計DL.

    Such a slip is reopened only after the export is cancelled.
    """
    rows = await connection.fetch(
        "SELECT DISTINCT invoice_mng_num FROM ledger_export_items "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND counts AND revision IS NOT NULL",
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"] for row in rows}


async def exported_as(
    connection: Connection, owner: int, format_: Format, numbers: Collection[int]
) -> set[tuple[int, int]]:
    """Invoice and version of those that stand in a file of this format that counts."""
    rows = await connection.fetch(
        "SELECT DISTINCT invoice_mng_num, version FROM ledger_export_items "
        "WHERE company_id = $1 AND invoice_mng_num = ANY($2) AND counts AND format = $3",
        owner,
        sorted(numbers),
        format_,
    )
    return {(row["invoice_mng_num"], row["version"]) for row in rows}


async def hold(connection: Connection, owner: int, numbers: Collection[int]) -> None:
    """Keep invoices, and so their slips, as they are: whoever reopens a slip takes its invoice first."""
    await connection.execute(
        "SELECT FROM received_invoices WHERE company_id = $1 AND invoice_mng_num = ANY($2) "
        "ORDER BY invoice_mng_num FOR SHARE",
        owner,
        sorted(numbers),
    )


async def be_alone(connection: Connection, owner: int) -> None:
    """Let one export of a company follow another, so that no invoice is new to two."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('ledger exports', $1))", owner)


def _export(row: Row) -> Export:
    return Export(**dict(row) | {"format": Format(row["format"])})


_EXPORT = (
    "export_id, format, asked, invoices, rows, left_out, file_sha256, size, packed_sha256, "
    "made_by, made_at, cancelled_by, cancelled_at"
)
