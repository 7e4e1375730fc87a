"""Linking entries into their company's chain, moments after they were written (decision 0015)."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog
from asyncpg import InterfaceError, PostgresError

from seikyu.audit.canonical import COLUMNS, FIRST, digest, linked
from seikyu.db.pool import Connection, Pool, Row, transaction

log = structlog.get_logger("seikyu.audit")

PAUSE = 2.0
"""Seconds between two looks for new entries."""
AT_ONCE = 2000
_FAILURES = (OSError, TimeoutError, PostgresError, InterfaceError)
COMPANIES_AT_ONCE = 500


async def keep_sealing(pool: Pool, stop: asyncio.Event) -> None:
    """Link what is new until `stop` is set; several workers may, a company is one's at a time."""
    while not stop.is_set():
        try:
            await seal(pool)
        except _FAILURES:
            log.exception("could not look for audit entries, will try again")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE)


async def seal(pool: Pool) -> int:
    """Link every entry that is committed and waits; return how many were linked."""
    done = 0
    while companies := await _companies(pool):
        before = done
        for company in companies:
            done += await _seal_all(pool, company)
        if done == before:
            break
    return done


async def _seal_all(pool: Pool, company: int) -> int:
    done = 0
    try:
        while sealed := await _seal_some(pool, company):
            done += sealed
    except _FAILURES:
        # A log that somebody damaged is no reason to leave those of others unlinked.
        log.exception("could not link audit entries, will try again", company=company)
    return done


async def _companies(pool: Pool) -> list[int]:
    async with transaction(pool, None) as connection:
        rows = await connection.fetch(
            "SELECT DISTINCT company_id FROM audit_unsealed ORDER BY company_id LIMIT $1", COMPANIES_AT_ONCE
        )
    return [row["company_id"] for row in rows]


async def _seal_some(pool: Pool, company: int) -> int:
    """Link some entries of a company in one transaction; none when there are none or another does it."""
    async with transaction(pool, company) as connection:
        head = await _head(connection, company)
        if head is None:
            return 0
        entries = await _left_over(connection, company)
        if entries is None:
            entries = await _waiting(connection, company)
        if not entries:
            return 0
        await _link(connection, company, head, entries)
        return len(entries)


async def _head(connection: Connection, company: int) -> tuple[int, bytes] | None:
    """Where the chain ends, held until the transaction ends; None when another holds it."""
    await connection.execute(
        "INSERT INTO audit_heads (company_id, last_no, last_hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
        company,
        FIRST,
    )
    row = await connection.fetchrow(
        "SELECT last_no, last_hash FROM audit_heads WHERE company_id = $1 FOR UPDATE SKIP LOCKED", company
    )
    return None if row is None else (row["last_no"], row["last_hash"])


async def _left_over(connection: Connection, company: int) -> Sequence[Row] | None:
    """Entries from before there were chains, in order; None when they are all linked."""
    sweep = await connection.fetchrow(
        "SELECT batch, swept_to FROM audit_unsealed WHERE company_id = $1 AND event_ids IS NULL "
        "ORDER BY batch LIMIT 1",
        company,
    )
    if sweep is None:
        return None
    entries = await connection.fetch(
        f"""
        SELECT {", ".join(COLUMNS)} FROM audit_events e
        WHERE company_id = $1 AND ($2::uuid IS NULL OR event_id > $2) AND NOT EXISTS ({_LINK})
        ORDER BY event_id LIMIT $3
        """,  # noqa: S608 -- names of our own
        company,
        sweep["swept_to"],
        AT_ONCE,
    )
    if entries:
        await connection.execute(
            "UPDATE audit_unsealed SET swept_to = $3 WHERE company_id = $1 AND batch = $2",
            company,
            sweep["batch"],
            max(entry["event_id"] for entry in entries),
        )
        return sorted(entries, key=lambda entry: int(entry["position"]))
    await connection.execute(
        "DELETE FROM audit_unsealed WHERE company_id = $1 AND batch = $2", company, sweep["batch"]
    )
    return None


async def _waiting(connection: Connection, company: int) -> Sequence[Row]:
    """New entries, in the order in which they were written, and no longer noted as waiting."""
    noted = await connection.fetch(
        """
        DELETE FROM audit_unsealed u
        USING (
            SELECT batch, sum(cardinality(event_ids)) OVER (ORDER BY batch) - cardinality(event_ids) AS before
            FROM (
                SELECT batch, event_ids FROM audit_unsealed
                WHERE company_id = $1 AND event_ids IS NOT NULL ORDER BY batch LIMIT $2
            ) AS oldest
        ) AS chosen
        WHERE u.company_id = $1 AND u.batch = chosen.batch AND chosen.before < $2
        RETURNING u.event_ids
        """,
        company,
        AT_ONCE,
    )
    if not noted:
        return []
    ids: list[UUID] = [event_id for row in noted for event_id in row["event_ids"]]
    return await connection.fetch(
        f"""
        SELECT {", ".join(COLUMNS)} FROM audit_events e
        WHERE company_id = $1 AND event_id = ANY($2) AND NOT EXISTS ({_LINK})
        ORDER BY position
        """,  # noqa: S608 -- names of our own
        company,
        ids,
    )


async def _link(
    connection: Connection, company: int, head: tuple[int, bytes], entries: Sequence[Row]
) -> None:
    number, before = head
    digests = [digest(entry.values()) for entry in entries]
    hashes: list[bytes] = []
    for entry_sha256 in digests:
        before = linked(before, entry_sha256)
        hashes.append(before)
    await connection.execute(
        """
        INSERT INTO audit_links (company_id, chain_no, event_id, entry_sha256, hash)
        SELECT $1, $2 + n, event_id, entry_sha256, hash
        FROM unnest($3::uuid[], $4::bytea[], $5::bytea[]) WITH ORDINALITY
            AS l (event_id, entry_sha256, hash, n)
        """,
        company,
        number,
        [entry["event_id"] for entry in entries],
        digests,
        hashes,
    )
    await connection.execute(
        "UPDATE audit_heads SET last_no = $2, last_hash = $3 WHERE company_id = $1",
        company,
        number + len(entries),
        before,
    )


_LINK = "SELECT FROM audit_links l WHERE l.company_id = e.company_id AND l.event_id = e.event_id"
