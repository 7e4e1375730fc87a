"""Every SELECT on the log as administrators see it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

from seikyu.audit.canonical import COLUMNS
from seikyu.audit.model import Author, Event, Recorded
from seikyu.audit.verifying import Wrong
from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.db.streams import in_chunks
from seikyu.kit.jst import start_of_day
from seikyu.oversight.model import Entry, Filter, Verification

FAILED = "failed"
_ENTRY = ", ".join(f"e.{name}" for name in COLUMNS)


async def count(connection: Connection, owner: int, wanted: Filter, most: int) -> int:
    """How many entries there are, but no more than `most`, so that a long log is not counted whole."""
    where = _conditions(owner, wanted)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM (SELECT FROM audit_events e WHERE {where.text} "  # noqa: S608 -- conditions of our own
        f"LIMIT {where.parameter(most)}) AS few",
        *where.values,
    )
    return found


async def page(connection: Connection, owner: int, wanted: Filter, start: int, size: int) -> list[Entry]:
    """A part of the log, newest first."""
    where = _conditions(owner, wanted)
    rows = await connection.fetch(
        f"{_listed(where)} LIMIT {where.parameter(size)} OFFSET {where.parameter(start)}", *where.values
    )
    return [_entry(row) for row in rows]


async def listed(connection: Connection, owner: int, wanted: Filter) -> AsyncIterator[list[Entry]]:
    """All that is asked for, newest first, a chunk at a time."""
    where = _conditions(owner, wanted)
    async for rows in in_chunks(connection, _listed(where), *where.values):
        yield [_entry(row) for row in rows]


async def verifications(connection: Connection, owner: int, most: int) -> list[Verification]:
    """The last verifications, newest first."""
    rows = await connection.fetch(
        """
        SELECT asked_at, asked_by, done_at, last_no, last_hash, removed, broken, broken_no, broken_event
        FROM audit_verifications WHERE company_id = $1 ORDER BY verification_id DESC LIMIT $2
        """,
        owner,
        most,
    )
    return [
        Verification(
            row["asked_at"],
            row["asked_by"],
            row["done_at"],
            row["last_no"],
            row["last_hash"],
            row["removed"],
            None if row["broken"] in {None, FAILED} else Wrong(row["broken"]),
            row["broken_no"],
            row["broken_event"],
            row["broken"] == FAILED,
        )
        for row in rows
    ]


def _listed(where: Conditions) -> str:
    return f"""
        SELECT {_ENTRY}, l.chain_no, l.hash FROM audit_events e
        LEFT JOIN audit_links l ON l.company_id = e.company_id AND l.event_id = e.event_id
        WHERE {where.text} ORDER BY e.event_id DESC
    """  # noqa: S608 -- conditions of our own


def _conditions(owner: int, wanted: Filter) -> Conditions:
    where = Conditions([owner], ["e.company_id = $1"])
    if wanted.at_from is not None:
        begins = start_of_day(wanted.at_from)
        where.add("e.at >= {}", begins)
        # Ids begin with the time, and the key of the table with the ids.
        where.add("e.event_id >= {}", _first_id(int(begins.timestamp() * 1000)))
    if wanted.at_to is not None:
        ends = start_of_day(wanted.at_to + timedelta(days=1))
        where.add("e.at < {}", ends)
        where.add("e.event_id < {}", _first_id(int(ends.timestamp() * 1000)))
    where.add("e.actor_name LIKE {}", like(wanted.person))
    where.add("e.action = {}", wanted.action)
    where.add("e.subject_kind = {}", wanted.subject_kind)
    where.add("e.subject_id = {}", wanted.subject_id)
    return where


def _first_id(milliseconds: int) -> UUID:
    return UUID(int=max(milliseconds, 0) << 80)


def _entry(row: Row) -> Entry:
    author = Author(
        row["actor_company_id"],
        row["actor_company_name"],
        row["actor_user_id"],
        row["actor_name"],
        row["via"],
        row["client_id"],
        row["request_id"],
    )
    event = Event(
        row["action"],
        row["subject_kind"],
        row["subject_id"],
        row["from_status"],
        row["to_status"],
        row["version"],
        row["comment"],
    )
    return Entry(row["event_id"], Recorded(row["at"], author, event), row["chain_no"], row["hash"])
