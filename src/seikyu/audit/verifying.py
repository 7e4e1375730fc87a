"""Recomputing a company's chain: whether its log is as it was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from seikyu.audit.canonical import COLUMNS, FIRST, digest, linked
from seikyu.audit.model import REMOVED
from seikyu.db.pool import Connection, Row
from seikyu.db.streams import in_chunks

PATIENCE = 3600.0


class Wrong(StrEnum):
    """What is wrong with the first entry that is not as it was."""

    CHANGED = "changed"
    """The entry says something else than when it was linked."""
    MISSING = "missing"
    """The entry is gone, and no entry of the log tells that it was removed when its time was over."""
    GAP = "gap"
    """A number of the chain is gone."""
    REORDERED = "reordered"
    """The link does not follow from the one before it."""
    CUT = "cut"
    """The chain ends before its head, or before where an anchor has seen it, or came another way there."""
    ADDED = "added"
    """An entry that was never linked and does not wait to be."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was: its number in the chain, its id, where it has them."""

    wrong: Wrong
    chain_no: int | None
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What recomputing found; `removed` entries are gone by retention, `waiting` ones are not linked yet."""

    last_no: int
    last_hash: bytes
    removed: int = 0
    waiting: int = 0
    broken: Broken | None = None


async def verify(connection: Connection, company: int, anchors: Mapping[int, bytes] | None = None) -> Verdict:
    """Recompute the chain of a company, a chunk at a time, up to its first broken entry.

    `anchors` are hashes kept elsewhere, by their number in the chain. May run beside those who write.
    """
    # Seen before the links are, so that a chain that grows meanwhile has passed it.
    head = await connection.fetchrow(
        "SELECT last_no, last_hash FROM audit_heads WHERE company_id = $1 AND last_no > 0", company
    )
    expected = {number: [at] for number, at in (anchors or {}).items()}
    if head is not None:
        expected.setdefault(head["last_no"], []).append(head["last_hash"])
    trimmed: int | None = None
    verdict = Verdict(0, FIRST)
    async for links in in_chunks(connection, _LINKS, company):
        if trimmed is None:
            # Seen after the links are, so that what was removed just before has told of it.
            trimmed = await _trimmed(connection, company)
        verdict = _follow(verdict, links, trimmed, expected)
        if verdict.broken is not None:
            return verdict
    if max(expected, default=0) > verdict.last_no:
        return replace(verdict, broken=Broken(Wrong.CUT, verdict.last_no + 1, None))
    return await _unlinked(connection, company, verdict)


def _follow(
    verdict: Verdict, links: Sequence[Row], trimmed: int, expected: Mapping[int, Sequence[bytes]]
) -> Verdict:
    number, before, removed = verdict.last_no, verdict.last_hash, verdict.removed
    broken: Broken | None = None
    for link in links:
        wrong = _wrong(link, number + 1, before, trimmed)
        if wrong is None and any(at != link["hash"] for at in expected.get(number + 1, ())):
            wrong = Wrong.CUT
        if wrong is not None:
            at = number + 1 if wrong is Wrong.GAP else link["chain_no"]
            broken = Broken(wrong, at, None if wrong is Wrong.GAP else link["linked_id"])
            break
        number, before = number + 1, bytes(link["hash"])
        removed += link["event_id"] is None
    return Verdict(number, before, removed, 0, broken)


def _wrong(link: Row, number: int, before: bytes, trimmed: int) -> Wrong | None:
    if link["chain_no"] != number:
        return Wrong.GAP
    if link["event_id"] is None:
        if number > trimmed:
            return Wrong.MISSING
    elif digest(link[name] for name in COLUMNS) != link["entry_sha256"]:
        return Wrong.CHANGED
    return None if linked(before, link["entry_sha256"]) == link["hash"] else Wrong.REORDERED


async def _trimmed(connection: Connection, company: int) -> int:
    """Up to which number entries may be gone, as entries of the log itself tell."""
    number: int | None = await connection.fetchval(
        "SELECT max(subject_id::bigint) FROM audit_events "
        "WHERE company_id = $1 AND subject_kind = 'audit_log' AND action = $2",
        company,
        REMOVED,
    )
    return number or 0


async def _unlinked(connection: Connection, company: int, verdict: Verdict) -> Verdict:
    # Tables that grew since they were last analysed would be compared each entry with each link.
    await connection.execute("SET LOCAL enable_nestloop = off")
    row = await connection.fetchrow(_UNLINKED, company, timeout=PATIENCE)
    await connection.execute("SET LOCAL enable_nestloop = on")
    if row is None or row["added"] is None:
        return replace(verdict, waiting=0 if row is None else row["waiting"])
    return replace(verdict, waiting=row["waiting"], broken=Broken(Wrong.ADDED, None, row["added"]))


_ENTRY = ", ".join(f"e.{name}" for name in COLUMNS)
_LINKS = f"""
    SELECT l.chain_no, l.event_id AS linked_id, l.entry_sha256, l.hash, {_ENTRY}
    FROM audit_links l
    LEFT JOIN audit_events e ON e.company_id = l.company_id AND e.event_id = l.event_id
    WHERE l.company_id = $1 ORDER BY l.chain_no
"""  # noqa: S608 -- names of our own
# One statement, so that an entry that is linked meanwhile is seen either waiting or linked.
_UNLINKED = """
    WITH noted AS MATERIALIZED (
        SELECT unnest(event_ids) AS event_id FROM audit_unsealed WHERE company_id = $1
    ), sweep AS MATERIALIZED (
        SELECT EXISTS (SELECT FROM audit_unsealed WHERE company_id = $1 AND event_ids IS NULL) AS under_way
    ), unlinked AS (
        SELECT e.event_id, e.position, n.event_id IS NOT NULL OR (SELECT under_way FROM sweep) AS waits
        FROM audit_events e
        LEFT JOIN audit_links l ON l.company_id = e.company_id AND l.event_id = e.event_id
        LEFT JOIN noted n ON n.event_id = e.event_id
        WHERE e.company_id = $1 AND l.event_id IS NULL
    )
    SELECT count(*) FILTER (WHERE waits) AS waiting,
           (array_agg(event_id ORDER BY position) FILTER (WHERE NOT waits))[1] AS added
    FROM unlinked
"""
