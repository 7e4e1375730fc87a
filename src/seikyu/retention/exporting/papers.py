"""The papers of an export: invoices and notices with all their versions, and files of many."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from seikyu.db.pool import Connection, Pool, Row, transaction
from seikyu.kit.file_names import fit_name
from seikyu.ledgers.packing import unpacked
from seikyu.retention.exporting.sinks import Listed
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject, stored_in

AT_ONCE = 20
NAME = 120


@dataclass(frozen=True, slots=True)
class Side:
    """One party's invoices or notices: where they lie and where they go."""

    table: str
    column: str
    versions: str
    folder: str


INVOICES = (
    Side("invoices", "invoice_mng_num", "invoice_versions", "invoices/issued"),
    Side("received_invoices", "invoice_mng_num", "invoice_versions", "invoices/received"),
)
NOTICES = (
    Side("payment_notices", "payment_notice_num", "payment_notice_versions", "notices/issued"),
    Side("received_payment_notices", "payment_notice_num", "payment_notice_versions", "notices/received"),
)
_OF_DRAFTS = """(
    SELECT company_id, attachment_id, sha256, name FROM attachments WHERE subject_kind = 'draft'
) AS of_drafts"""
# Table, key, digest, folder, the ending or the column of the name.
FILES = (
    ("payment_runs", "run_id", "file_sha256", "payments", "'zengin.txt'"),
    ("ledger_exports", "export_id", "packed_sha256", "ledgers", "format || '.csv'"),
    ("uploads", "upload_id", "sha256", "uploads", "file_name"),
    ("own_uploads", "upload_id", "sha256", "uploads", "file_name"),
    ("notice_files", "file_id", "sha256", "uploads", "name"),
    ("notice_files", "file_id", "result_sha256", "uploads", "name || '.result.csv'"),
    ("print_batch_files", "batch_no", "pdf_sha256", "posting", "'letters.pdf'"),
    ("print_batch_files", "batch_no", "manifest_sha256", "posting", "'manifest.csv'"),
    (_OF_DRAFTS, "attachment_id", "sha256", "drafts", "name"),
    (
        "(SELECT company_id, sha256, media_type FROM stored_objects WHERE stays) AS pictures",
        *("encode(sha256, 'hex')", "sha256", "pictures", "split_part(media_type, '/', 2)"),
    ),
)
PACKED = "ledger_exports"


async def write_papers(pool: Pool, owner: int, out: Listed) -> None:
    """Write all papers; each is read in a transaction of its own."""
    for side in (*INVOICES, *NOTICES):
        async for numbers in _numbers(pool, owner, side):
            await _write_versions(pool, owner, side, numbers, out)
            if side in INVOICES:
                await _write_prints(pool, owner, side, numbers, out)
                await _write_attachments(pool, owner, side, numbers, out)
    await _write_files(pool, owner, out)


async def _numbers(pool: Pool, owner: int, side: Side) -> AsyncIterator[list[int]]:
    after = 0
    while True:
        async with transaction(pool, owner) as connection:
            rows = await connection.fetch(
                f"SELECT {side.column} AS number FROM {side.table} "  # noqa: S608 -- names of our own
                f"WHERE company_id = $1 AND {side.column} > $2 ORDER BY {side.column} LIMIT $3",
                owner,
                after,
                AT_ONCE,
            )
        if not rows:
            return
        after = rows[-1]["number"]
        yield [row["number"] for row in rows]


async def _write_versions(pool: Pool, owner: int, side: Side, numbers: Sequence[int], out: Listed) -> None:
    async with transaction(pool, owner) as connection:
        rows = await connection.fetch(
            f"SELECT {side.column} AS number, version, document FROM {side.versions} "  # noqa: S608 -- names of our own
            f"WHERE company_id = $1 AND {side.column} = ANY($2) ORDER BY 1, 2",
            owner,
            numbers,
        )
    for row in rows:
        await out.add(f"{side.folder}/{row['number']}/v{row['version']}.json", bytes(row["document"]))


async def _write_prints(pool: Pool, owner: int, side: Side, numbers: Sequence[int], out: Listed) -> None:
    async with transaction(pool, owner) as connection:
        rows = await connection.fetch(
            f"SELECT p.invoice_mng_num, p.version, {objects.COLUMNS} FROM invoice_prints AS p "  # noqa: S608 -- columns
            "JOIN stored_objects AS o ON o.company_id = p.company_id AND o.sha256 = p.pdf_sha256 "
            "WHERE p.company_id = $1 AND p.invoice_mng_num = ANY($2) ORDER BY 1, 2",
            owner,
            numbers,
        )
    for row in rows:
        content = await objects.content(pool, stored_in(row))
        await out.add(f"{side.folder}/{row['invoice_mng_num']}/v{row['version']}.pdf", content)


async def _write_attachments(pool: Pool, owner: int, side: Side, numbers: Sequence[int], out: Listed) -> None:
    """Those taken off again too: they went out, or were kept, with a version."""
    kind = "invoice" if side is INVOICES[0] else "received_invoice"
    async with transaction(pool, owner) as connection:
        rows = await connection.fetch(
            "SELECT subject_id, attachment_id, name, sha256 FROM attachments WHERE company_id = $1 "
            "AND subject_kind = $2 AND subject_id = ANY($3) ORDER BY subject_id, attachment_id",
            owner,
            kind,
            [str(number) for number in numbers],
        )
    for row in rows:
        name = fit_name(row["name"], NAME)
        path = f"{side.folder}/{row['subject_id']}/files/{row['attachment_id']}_{name}"
        await out.add(path, await _content(pool, owner, row["sha256"]))


async def _write_files(pool: Pool, owner: int, out: Listed) -> None:
    for table, key, digest, folder, name in FILES:
        async with transaction(pool, owner) as connection:
            rows = await _files(connection, owner, table, key, digest, name)
        for row in rows:
            content = await _content(pool, owner, row["sha256"])
            path = f"{folder}/{row['key']}_{fit_name(row['name'], NAME)}"
            if table == PACKED:
                with unpacked(content) as file:
                    await out.add(path, file)
            else:
                await out.add(path, content)


async def _files(
    connection: Connection, owner: int, table: str, key: str, digest: str, name: str
) -> Sequence[Row]:
    return await connection.fetch(
        f"SELECT {key}::text AS key, {digest} AS sha256, {name} AS name FROM {table} "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND {digest} IS NOT NULL ORDER BY {key}",
        owner,
    )


async def _content(pool: Pool, owner: int, digest: bytes) -> bytes:
    """One at a time: a file may be large."""
    async with transaction(pool, owner) as connection:
        stored: StoredObject | None = await objects.get(connection, owner, digest)
    return await objects.content(pool, stored)
