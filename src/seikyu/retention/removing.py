"""Removing papers whose time is over, with all that hangs on them; anything else the database refuses.

Rows go in such an order that until the last of them the triggers know the paper's day (migration 0029).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from seikyu.audit.model import Subject
from seikyu.db.pool import Connection
from seikyu.retention.model import NUMBERED, Kind

AT_ONCE = 50
OBJECTS_AT_ONCE = 1000
PATIENCE = "2s"
"""How long forgetting contents may make others wait who store some."""


@dataclass(frozen=True, slots=True)
class Due:
    """A released paper, and why it cannot go, if it cannot."""

    kind: Kind
    key: str
    kept_until: date
    why: str | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where a kind of paper lies: its contents, then the rows, the one that tells its day last."""

    contents: str
    rows: Sequence[str]


async def due(connection: Connection, owner: int, release_id: UUID) -> list[Due]:
    """Some papers of a release that are not gone; none before its waiting time is over."""
    rows = await connection.fetch(
        """
        SELECT p.kind, p.key, p.kept_until, why_kept(
            p.company_id, p.kind, CASE WHEN p.kind = ANY($3) THEN p.key::bigint END,
            CASE WHEN p.kind = ANY($3) THEN NULL ELSE p.key::uuid END) AS why
        FROM removal_papers AS p JOIN removal_releases AS r USING (company_id, release_id)
        WHERE p.company_id = $1 AND p.release_id = $2 AND p.removed_at IS NULL AND NOT p.spared
            AND r.called_off_at IS NULL AND r.done_at IS NULL
            AND r.released_at <= now() - interval '30 days'
        ORDER BY p.kind, p.key LIMIT $4
        """,
        owner,
        release_id,
        sorted(NUMBERED),
        AT_ONCE,
    )
    return [Due(Kind(row["kind"]), row["key"], row["kept_until"], row["why"]) for row in rows]


async def remove(connection: Connection, owner: int, kind: Kind, keys: Sequence[str]) -> None:
    """Delete papers of one kind; the contents they named are noted."""
    found = [int(key) for key in keys] if kind in NUMBERED else [UUID(key) for key in keys]
    parts = _PARTS[kind]
    await connection.execute(
        "INSERT INTO removal_objects (company_id, sha256) "  # noqa: S608 -- text of our own
        f"SELECT $1, c.sha256 FROM ({parts.contents}) AS c (sha256) WHERE c.sha256 IS NOT NULL "
        "ON CONFLICT DO NOTHING",
        owner,
        found,
    )
    for statement in parts.rows:
        await connection.execute(f"DELETE FROM {statement}", owner, found)  # noqa: S608 -- text of our own


async def note(
    connection: Connection,
    owner: int,
    release_id: UUID,
    gone: Sequence[Due],
    spared: Sequence[Due],
    now: datetime,
) -> None:
    """Note which papers of a release are gone, and which stay after all."""
    await connection.execute(
        """
        UPDATE removal_papers AS p
        SET removed_at = CASE WHEN n.stays THEN NULL ELSE $5::timestamptz END, spared = n.stays
        FROM unnest($3::text[], $4::text[], $6::boolean[]) AS n (kind, key, stays)
        WHERE p.company_id = $1 AND p.release_id = $2 AND p.kind = n.kind AND p.key = n.key
        """,
        owner,
        release_id,
        [one.kind for one in (*gone, *spared)],
        [one.key for one in (*gone, *spared)],
        now,
        [False] * len(gone) + [True] * len(spared),
    )


async def finish(
    connection: Connection, owner: int, release_id: UUID, now: datetime
) -> tuple[int, int] | None:
    """Note that a release is done; how many papers are gone and how many stay, None when others noted it."""
    row = await connection.fetchrow(
        """
        UPDATE removal_releases AS r SET done_at = $3, removed = n.removed, spared = n.spared
        FROM (SELECT count(*) FILTER (WHERE removed_at IS NOT NULL) AS removed,
                     count(*) FILTER (WHERE spared) AS spared, count(*) AS papers
              FROM removal_papers WHERE company_id = $1 AND release_id = $2) AS n
        WHERE r.company_id = $1 AND r.release_id = $2 AND r.called_off_at IS NULL AND r.done_at IS NULL
            AND n.removed + n.spared = n.papers
        RETURNING r.removed, r.spared
        """,
        owner,
        release_id,
        now,
    )
    return None if row is None else (row["removed"], row["spared"])


async def forget_contents(connection: Connection, owner: int) -> int:
    """Delete some contents that only papers which are gone have named; how many were looked at.

    Others store nothing meanwhile in the part of the table where this company's lie, so that nobody comes to
    name what just goes.
    """
    leaf = await connection.fetchval(
        "SELECT tableoid::regclass::text FROM stored_objects WHERE company_id = $1 LIMIT 1", owner
    )
    if leaf is not None:
        await connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        await connection.execute(f"LOCK TABLE ONLY {leaf} IN SHARE ROW EXCLUSIVE MODE")
    rows = await connection.fetch(
        "SELECT sha256 FROM removal_objects WHERE company_id = $1 LIMIT $2", owner, OBJECTS_AT_ONCE
    )
    digests = [row["sha256"] for row in rows]
    if digests:
        await connection.execute(
            "DELETE FROM stored_objects WHERE company_id = $1 AND sha256 = ANY($2) AND NOT stays "
            "AND sha256 NOT IN (SELECT sha256 FROM named_objects WHERE company_id = $1 AND sha256 = ANY($2))",
            owner,
            digests,
            timeout=600,
        )
        await connection.execute(
            "DELETE FROM removal_objects WHERE company_id = $1 AND sha256 = ANY($2)", owner, digests
        )
    return len(digests)


async def received(connection: Connection, owner: int, kind: Kind, keys: Sequence[str]) -> set[str]:
    """Which of these papers are invoices that the company has received."""
    if kind is not Kind.INVOICE:
        return set()
    rows = await connection.fetch(
        "SELECT invoice_mng_num FROM received_invoices WHERE company_id = $1 AND invoice_mng_num = ANY($2)",
        owner,
        [int(key) for key in keys],
    )
    return {str(row["invoice_mng_num"]) for row in rows}


def subject_of(kind: Kind, *, received: bool) -> Subject:
    """What an entry of the log tells of."""
    return "received_invoice" if received else _SUBJECTS[kind]


_SUBJECTS: Mapping[Kind, Subject] = {
    Kind.INVOICE: "invoice",
    Kind.NOTICE: "payment_notice",
    Kind.PAYMENT_RUN: "payment_run",
    Kind.LEDGER_EXPORT: "ledger_export",
    Kind.UPLOAD: "upload",
    Kind.OWN_UPLOAD: "upload",
    Kind.NOTICE_FILE: "notice_file",
    Kind.PRINT_BATCH: "print_batch",
}
_OF = "company_id = $1 AND invoice_mng_num = ANY($2)"
_FILES = """company_id = $1 AND (
    subject_kind IN ('invoice', 'received_invoice') AND subject_id = ANY($2::bigint[]::text[])
    OR subject_kind = 'draft' AND subject_id IN (
        SELECT draft_id::text FROM drafts WHERE company_id = $1 AND issued_as = ANY($2)))"""
_WHERE_FILE = "WHERE company_id = $1 AND attachment_id"
_WHERE_RUN = "WHERE company_id = $1 AND run_id"
_RUNS = "company_id = $1 AND kind IN ('invoice', 'received_invoice') AND number = ANY($2)"


def _plain(table: str, column: str, contents: str, *besides: str) -> _Parts:
    """A kind whose rows all bear its key."""
    of = f"company_id = $1 AND {column} = ANY($2)"
    select = f"SELECT unnest(ARRAY[{contents}]::bytea[]) FROM {table} WHERE {of}"  # noqa: S608 -- names of our own
    return _Parts(select, [f"{name} WHERE {of}" for name in (*besides, table)])


_PARTS: Mapping[Kind, _Parts] = {
    Kind.INVOICE: _Parts(
        f"SELECT pdf_sha256 FROM invoice_prints WHERE {_OF} "  # noqa: S608 -- names of our own
        f"UNION SELECT sha256 FROM attachments WHERE {_FILES}",
        [
            f"attachment_removals {_WHERE_FILE} IN (SELECT attachment_id FROM attachments WHERE {_FILES})",  # noqa: S608 -- text of our own
            f"attachments WHERE {_FILES}",
            f"approval_run_steps {_WHERE_RUN} IN (SELECT run_id FROM approval_runs WHERE {_RUNS})",  # noqa: S608 -- text of our own
            f"approval_runs WHERE {_RUNS}",
            *(
                f"{table} WHERE {_OF}"
                for table in (
                    *("version_attachments", "message_marks", "messages", "journal_slips"),
                    *("journal_confirmed", "upload_invoices", "own_entries", "payment_notice_invoices"),
                    *("mailed_invoices", "document_visits", "document_keys", "letters"),
                    *("invoice_prints", "invoice_versions", "received_invoices", "invoices"),
                )
            ),
        ],
    ),
    Kind.NOTICE: _plain(
        "payment_notices",
        "payment_notice_num",
        "NULL",
        *("payment_notice_invoices", "payment_notice_versions", "received_payment_notices"),
    ),
    Kind.PAYMENT_RUN: _plain("payment_runs", "run_id", "file_sha256", "payment_items"),
    Kind.LEDGER_EXPORT: _plain("ledger_exports", "export_id", "packed_sha256", "ledger_export_items"),
    Kind.UPLOAD: _plain(
        "uploads",
        "upload_id",
        "sha256",
        *("upload_blocks", "upload_errors", "upload_faulty_rows", "upload_invoices"),
    ),
    Kind.OWN_UPLOAD: _plain("own_uploads", "upload_id", "sha256"),
    Kind.NOTICE_FILE: _plain("notice_files", "file_id", "sha256, result_sha256", "notice_file_results"),
    Kind.PRINT_BATCH: _Parts(
        "SELECT unnest(ARRAY[pdf_sha256, manifest_sha256]) FROM print_batch_files "
        "WHERE company_id = $1 AND batch_no = ANY($2)",
        [
            f"{table} WHERE company_id = $1 AND batch_no = ANY($2)"
            for table in (
                *("letters", "print_batch_letters", "print_batch_files", "batch_handovers", "print_batches"),
            )
        ],
    ),
}
