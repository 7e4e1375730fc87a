"""Writing slips, each guarded by the revision it replaces, and what is learned from confirmed ones."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from seikyu.db.pool import Connection
from seikyu.journals.learning import Key, Row, kept
from seikyu.journals.model import Entry, stored


@dataclass(frozen=True, slots=True)
class NewSlip:
    """A slip to be written: for this version of the invoice, in place of the slip's `revision` before."""

    invoice_mng_num: int
    version: int
    slip_date: date
    revision: int
    entries: Sequence[Entry]


async def write(
    connection: Connection,
    owner: int,
    slips: Sequence[NewSlip],
    now: datetime,
    *,
    confirmed: bool,
    by: int | None,
) -> set[int]:
    """Write slips that nobody changed meanwhile; return the invoices of those that were written.

    What is confirmed is kept for ever as it was.
    """
    rows = await connection.fetch(
        """
        WITH written AS (
            INSERT INTO journal_slips AS s (
                company_id, invoice_mng_num, version, slip_date, revision, entries,
                confirmed_at, confirmed_by, updated_at)
            SELECT $1, n.*, $7, $8, $9
            FROM unnest($2::bigint[], $3::integer[], $4::date[], $5::integer[], $6::jsonb[]) AS n
            ON CONFLICT (company_id, invoice_mng_num) DO UPDATE SET
                version = excluded.version, slip_date = excluded.slip_date, revision = excluded.revision,
                entries = excluded.entries, confirmed_at = excluded.confirmed_at,
                confirmed_by = excluded.confirmed_by, updated_at = excluded.updated_at
            WHERE s.revision = excluded.revision - 1
            RETURNING s.*
        ), confirmed AS (
            INSERT INTO journal_confirmed (
                company_id, invoice_mng_num, revision, version, slip_date, entries, confirmed_at,
                confirmed_by)
            SELECT company_id, invoice_mng_num, revision, version, slip_date, entries, confirmed_at,
                confirmed_by
            FROM written WHERE confirmed_at IS NOT NULL
        )
        SELECT invoice_mng_num FROM written
        """,
        owner,
        [slip.invoice_mng_num for slip in slips],
        [slip.version for slip in slips],
        [slip.slip_date for slip in slips],
        [slip.revision + 1 for slip in slips],
        [_entries(slip) for slip in slips],
        now if confirmed else None,
        by if confirmed else None,
        now,
    )
    return {row["invoice_mng_num"] for row in rows}


async def reopen(
    connection: Connection, owner: int, invoice_mng_num: int, revision: int, now: datetime
) -> bool:
    """Make a confirmed slip a draft; False if somebody changed it meanwhile."""
    done = await connection.execute(
        "UPDATE journal_slips SET confirmed_at = NULL, confirmed_by = NULL, revision = revision + 1, "
        "updated_at = $4 WHERE company_id = $1 AND invoice_mng_num = $2 AND revision = $3 "
        "AND confirmed_at IS NOT NULL",
        owner,
        invoice_mng_num,
        revision,
        now,
    )
    return done.endswith(" 1")


async def learn(
    connection: Connection, owner: int, lessons: Mapping[Key, Sequence[Row]], now: datetime
) -> None:
    """Remember what was confirmed last, in one order, as two people may confirm for one supplier."""
    keys = sorted(lessons)
    await connection.execute(
        """
        INSERT INTO journal_learned AS l (company_id, learned_at, partner, item, entry)
        SELECT $1, $2, n.* FROM unnest($3::text[], $4::text[], $5::jsonb[]) AS n
        ON CONFLICT (company_id, partner, item) DO UPDATE
            SET entry = excluded.entry, learned_at = excluded.learned_at
        """,
        owner,
        now,
        [partner for partner, _ in keys],
        [item for _, item in keys],
        [json.dumps(kept(lessons[key]), ensure_ascii=False) for key in keys],
    )


def _entries(slip: NewSlip) -> str:
    return json.dumps([stored(entry) for entry in slip.entries], ensure_ascii=False)
