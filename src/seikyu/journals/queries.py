"""Reading slips, what was learned from them, and the masters they are made with; the owner comes first."""

import json
from collections.abc import Awaitable, Callable, Collection
from typing import TypeAlias

from seikyu.db.pool import Connection, Row
from seikyu.journals.chart import Chart, chart_of
from seikyu.journals.learning import Key, rows_of
from seikyu.journals.learning import Row as Learned
from seikyu.journals.masters import KINDS
from seikyu.journals.model import Slip, entry_of

Exported: TypeAlias = Callable[[Connection, int, Collection[int]], Awaitable[Collection[int]]]
"""Tells which invoices' slips have been exported to accounting, so that they cannot be reopened."""


async def nothing_exported(
    _connection: Connection, _owner: int, _numbers: Collection[int]
) -> Collection[int]:
    """Where nothing is exported, no slip was."""
    return ()


async def slips(connection: Connection, owner: int, numbers: Collection[int]) -> dict[int, Slip]:
    """The slips of received invoices, by their numbers, confirmed or not.

    One that was confirmed for an earlier version of its invoice, or for one that has left the inbox, is not.
    """
    rows = await connection.fetch(
        f"""
        SELECT s.invoice_mng_num, s.version, s.slip_date, s.revision, s.entries,
            CASE WHEN {HOLDS} THEN s.confirmed_at END AS confirmed_at,
            CASE WHEN {HOLDS} THEN s.confirmed_by END AS confirmed_by
        FROM journal_slips AS s JOIN received_invoices AS r USING (company_id, invoice_mng_num)
        WHERE s.company_id = $1 AND s.invoice_mng_num = ANY($2)
        """,  # noqa: S608 -- names of our own
        owner,
        sorted(numbers),
    )
    return {row["invoice_mng_num"]: _slip(row) for row in rows}


HOLDS = "(s.confirmed_at IS NOT NULL AND s.version = r.version AND r.sent_back_at IS NULL)"
"""Whether a slip `s` is confirmed for its invoice `r` as it is now."""


async def learned(connection: Connection, owner: int, keys: Collection[Key]) -> dict[Key, list[Learned]]:
    """What was learned for partners and items."""
    wanted = sorted(keys)
    rows = await connection.fetch(
        """
        SELECT l.partner, l.item, l.entry
        FROM unnest($2::text[], $3::text[]) AS wanted (partner, item)
        JOIN journal_learned AS l ON l.company_id = $1 AND l.partner = wanted.partner AND l.item = wanted.item
        """,
        owner,
        [partner for partner, _ in wanted],
        [item for _, item in wanted],
    )
    return {(row["partner"], row["item"]): rows_of(json.loads(row["entry"])) for row in rows}


async def chart(connection: Connection, owner: int) -> Chart:
    """All masters that slips are made with."""
    rows = await connection.fetch(
        "SELECT kind, fields FROM coded_masters "
        "WHERE company_id = $1 AND kind = ANY($2) AND deleted_at IS NULL ORDER BY key",
        owner,
        [kind.name for kind in KINDS],
    )
    return chart_of((row["kind"], json.loads(row["fields"])) for row in rows)


async def hold_masters(connection: Connection, owner: int) -> None:
    """Let nobody delete a master before this transaction ends: a slip is about to name some."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock_shared(hashtextextended('coded masters ' || kind, $1)) "
        "FROM unnest($2::text[]) AS kind",
        owner,
        sorted(kind.name for kind in KINDS),
    )


def _slip(row: Row) -> Slip:
    values = dict(row) | {"entries": tuple(entry_of(entry) for entry in json.loads(row["entries"]))}
    return Slip(**values)
