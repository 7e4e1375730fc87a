"""Reading versions and their printed form; either party reads its own copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.db.pool import Connection, Pool
from seikyu.invoices.store import Version
from seikyu.storage import objects
from seikyu.storage.objects import StoredObject


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of them; `send_date` is None while it has not been issued."""

    version: int
    made_at: datetime
    sha256: bytes
    send_date: date | None


REISSUED = """(version > 1 AND EXISTS (
    SELECT FROM (
        SELECT invoice_mng_num AS number, version AS printed FROM invoice_prints WHERE company_id = $1
    ) AS p
    WHERE p.number = invoice_mng_num AND p.printed < version))"""
"""Whether an earlier version of an invoice went out: a clause on a table of invoices of company `$1`.

A version that was corrected before the first issue never went out, so what follows it is no 再発行.
"""


async def version(connection: Connection, owner: int, invoice_mng_num: int, number: int) -> Version | None:
    """One version of an invoice."""
    row = await connection.fetchrow(
        "SELECT invoice_mng_num, version, document, sha256 FROM invoice_versions "
        "WHERE company_id = $1 AND invoice_mng_num = $2 AND version = $3",
        owner,
        invoice_mng_num,
        number,
    )
    return None if row is None else Version(**row)


async def documents(
    connection: Connection, owner: int, versions: Sequence[tuple[int, int]]
) -> dict[int, bytes]:
    """The documents of these versions, each given by invoice and version, by their invoice."""
    rows = await connection.fetch(
        """
        SELECT v.invoice_mng_num, v.document
        FROM unnest($2::bigint[], $3::integer[]) AS wanted (invoice_mng_num, version)
        JOIN invoice_versions AS v ON v.company_id = $1
            AND v.invoice_mng_num = wanted.invoice_mng_num AND v.version = wanted.version
        """,
        owner,
        [invoice_mng_num for invoice_mng_num, _ in versions],
        [version for _, version in versions],
    )
    return {row["invoice_mng_num"]: row["document"] for row in rows}


async def versions(connection: Connection, owner: int, invoice_mng_num: int) -> list[VersionLine]:
    """All versions of an invoice that `owner` holds, newest first."""
    rows = await connection.fetch(
        """
        SELECT v.version, v.made_at, v.sha256, p.send_date
        FROM invoice_versions AS v LEFT JOIN invoice_prints AS p USING (company_id, invoice_mng_num, version)
        WHERE company_id = $1 AND invoice_mng_num = $2
        ORDER BY version DESC
        """,
        owner,
        invoice_mng_num,
    )
    return [VersionLine(**row) for row in rows]


async def prints(connection: Connection, owner: int, numbers: Sequence[int]) -> dict[int, StoredObject]:
    """The printed forms of the newest issued versions, by their invoice; those without one are left out."""
    rows = await connection.fetch(
        f"""
        SELECT p.invoice_mng_num, {objects.COLUMNS}
        FROM (SELECT DISTINCT ON (invoice_mng_num) invoice_mng_num, pdf_sha256 FROM invoice_prints
              WHERE company_id = $1 AND invoice_mng_num = ANY($2)
              ORDER BY invoice_mng_num, version DESC) AS p
        JOIN stored_objects AS o ON o.company_id = $1 AND o.sha256 = p.pdf_sha256
        """,  # noqa: S608 -- columns
        owner,
        numbers,
    )
    return {row["invoice_mng_num"]: objects.stored_in(row) for row in rows}


async def read_pdf(pool: Pool, stored: StoredObject | None) -> bytes | None:
    """What is in a printed form, if there is one; outside of the transaction that found it."""
    return None if stored is None else await objects.content(pool, stored)


async def pdf(
    connection: Connection, owner: int, invoice_mng_num: int, version: int | None = None
) -> StoredObject | None:
    """The printed form of a version, or of the newest one that has been issued."""
    digest = await connection.fetchval(
        "SELECT pdf_sha256 FROM invoice_prints WHERE company_id = $1 AND invoice_mng_num = $2 "
        "AND ($3::integer IS NULL OR version = $3) ORDER BY version DESC LIMIT 1",
        owner,
        invoice_mng_num,
        version,
    )
    return None if digest is None else await objects.get(connection, owner, digest)
