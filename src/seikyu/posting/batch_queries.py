"""Every SELECT on batches, their files and the mail house's reports; the owner company comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seikyu.db.pool import Connection, Row
from seikyu.posting.model import Batch, Enclosed, Encoding, HandoverState
from seikyu.posting.queries import RECIPIENT, recipient_of
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject

BATCH = """
    SELECT b.batch_no, b.letters, b.manifest_encoding, b.closed_by, b.closed_at,
           h.state, h.failure, h.updated_at, f.pages, f.pdf_sha256, f.manifest_sha256
    FROM print_batches AS b
    JOIN batch_handovers AS h USING (company_id, batch_no)
    LEFT JOIN print_batch_files AS f USING (company_id, batch_no)
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A file of the mail house that was taken, and its rows that could not be: line, code, what it said."""

    name: str
    taken: int
    problems: Sequence[tuple[int, str, str]]
    received_at: datetime


async def batches(connection: Connection, owner: int, most: int) -> list[Batch]:
    """The newest batches."""
    rows = await connection.fetch(
        f"{BATCH} WHERE company_id = $1 ORDER BY batch_no DESC LIMIT $2", owner, most
    )
    return [_batch(row) for row in rows]


async def batch(connection: Connection, owner: int, batch_no: int) -> Batch | None:
    """One batch."""
    row = await connection.fetchrow(f"{BATCH} WHERE company_id = $1 AND batch_no = $2", owner, batch_no)
    return None if row is None else _batch(row)


async def enclosed(connection: Connection, owner: int, batch_no: int) -> list[Enclosed]:
    """The letters of a batch as they were closed, in its order."""
    rows = await connection.fetch(
        f"SELECT sequence, letter_id, invoice_mng_num, version, {RECIPIENT} FROM print_batch_letters "  # noqa: S608
        "WHERE company_id = $1 AND batch_no = $2 ORDER BY sequence",
        owner,
        batch_no,
    )
    return [
        Enclosed(row["sequence"], row["letter_id"], row["invoice_mng_num"], row["version"], recipient_of(row))
        for row in rows
    ]


async def prints(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]]
) -> dict[int, tuple[bytes, StoredObject]]:
    """The document and the printed form of each of these versions, by invoice."""
    rows = await connection.fetch(
        f"""
        SELECT w.invoice_mng_num, v.document, {objects.COLUMNS}
        FROM unnest($2::bigint[], $3::integer[]) AS w (invoice_mng_num, version)
        JOIN invoice_versions AS v ON v.company_id = $1
            AND v.invoice_mng_num = w.invoice_mng_num AND v.version = w.version
        JOIN invoice_prints AS p ON p.company_id = $1
            AND p.invoice_mng_num = w.invoice_mng_num AND p.version = w.version
        JOIN stored_objects AS o ON o.company_id = $1 AND o.sha256 = p.pdf_sha256
        """,  # noqa: S608 -- columns
        owner,
        [number for number, _ in versions],
        [version for _, version in versions],
    )
    return {row["invoice_mng_num"]: (row["document"], objects.stored_in(row)) for row in rows}


async def reports(connection: Connection, owner: int, most: int) -> list[Report]:
    """The newest files of the mail house."""
    rows = await connection.fetch(
        "SELECT name, taken, problem_lines, problem_codes, problem_values, received_at "
        "FROM mail_house_reports WHERE company_id = $1 ORDER BY received_at DESC LIMIT $2",
        owner,
        most,
    )
    return [
        Report(
            row["name"],
            row["taken"],
            tuple(zip(row["problem_lines"], row["problem_codes"], row["problem_values"], strict=True)),
            row["received_at"],
        )
        for row in rows
    ]


async def under_way(connection: Connection, owner: int, since: datetime) -> bool:
    """Whether the mail house still has letters whose batch was closed after `since`."""
    found: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM print_batches AS b "
        "JOIN batch_handovers AS h USING (company_id, batch_no) "
        "WHERE b.company_id = $1 AND b.closed_at > $2 AND h.state = 'handed_over')",
        owner,
        since,
    )
    return found


def _batch(row: Row) -> Batch:
    return Batch(
        row["batch_no"],
        row["letters"],
        Encoding(row["manifest_encoding"]),
        row["closed_by"],
        row["closed_at"],
        HandoverState(row["state"]),
        row["failure"],
        row["updated_at"],
        row["pages"],
        row["pdf_sha256"],
        row["manifest_sha256"],
    )
