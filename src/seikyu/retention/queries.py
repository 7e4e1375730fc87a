"""Every SELECT on what is kept."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.retention.model import Export, ExportState, Hold, Keeping, Kind, NewHold, Paper, Release, Year
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

_HELD = "is_held(company_id, since, day, partner, number, bundle)"
_OVER = "day IS NOT NULL AND kept_by(company_id, day) <= $2"
_HOLD = (
    "hold_id, name, reason, from_day, to_day, partner, numbers, "
    "set_by, set_at, ended_by, ended_at, end_reason"
)
_RELEASE = (
    "release_id, released_by, released_at, papers, called_off_by, called_off_at, done_at, removed, spared"
)
_EXPORT = "export_id, asked_by, asked_at, state, turn, files, size, sha256, done_at"


async def keeping(connection: Connection, owner: int) -> Keeping:
    """How long a company keeps papers; seven years and a year that ends in March where it has set nothing."""
    row = await connection.fetchrow(
        "SELECT years, fiscal_month, extension FROM retention_settings WHERE company_id = $1", owner
    )
    return Keeping() if row is None else Keeping(**row)


async def years(connection: Connection, owner: int, known: Keeping) -> list[Year]:
    """How much is kept of each fiscal year, newest first, in one statement."""
    rows = await connection.fetch(
        f"""
        SELECT kept_until(day, 0, $2, -2) AS ends, kept_until(min(day), $3, $2, $4) AS kept_until,
            count(*) AS papers, count(*) FILTER (WHERE {_HELD}) AS held
        FROM papers WHERE company_id = $1 AND day IS NOT NULL GROUP BY 1 ORDER BY 1 DESC
        """,  # noqa: S608 -- names of our own
        owner,
        known.fiscal_month,
        known.years,
        known.extension,
        timeout=600,
    )
    return [Year(**row) for row in rows]


async def kept_until(connection: Connection, owner: int, invoice_mng_num: int) -> tuple[date, bool] | None:
    """Until when an invoice is kept, and whether a hold keeps it beyond."""
    row = await connection.fetchrow(
        f"SELECT kept_by(company_id, day) AS until, {_HELD} AS held FROM papers "  # noqa: S608 -- names of our own
        "WHERE company_id = $1 AND kind = 'invoice' AND number = $2",
        owner,
        invoice_mng_num,
    )
    return None if row is None else (row["until"], row["held"])


async def count_over(connection: Connection, owner: int, until: date) -> int:
    """How many papers need not be kept after this day and are not held."""
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM papers WHERE company_id = $1 AND {_OVER} AND NOT {_HELD}",  # noqa: S608 -- names of our own
        owner,
        until,
        timeout=600,
    )
    return found


async def counts_until(connection: Connection, owner: int, until: date) -> dict[date, int]:
    """The same by the last day on which they are kept."""
    rows = await connection.fetch(
        f"SELECT kept_by(company_id, day) AS until, count(*) AS papers FROM papers "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND {_OVER} AND NOT {_HELD} GROUP BY 1 ORDER BY 1",
        owner,
        until,
        timeout=600,
    )
    return {row["until"]: row["papers"] for row in rows}


async def over(connection: Connection, owner: int, until: date, start: int, size: int) -> list[Paper]:
    """A page of papers that need not be kept after this day, held ones with them, oldest first."""
    rows = await connection.fetch(
        f"SELECT kind, key, side, title, partner, amount, day, kept_by(company_id, day) AS kept_until, "  # noqa: S608 -- names of our own
        f"{_HELD} AS held FROM papers WHERE company_id = $1 AND {_OVER} ORDER BY day, kind, key "
        "LIMIT $3 OFFSET $4",
        owner,
        until,
        size,
        start,
        timeout=600,
    )
    return [Paper(**{**row, "kind": Kind(row["kind"])}) for row in rows]


async def holds(connection: Connection, owner: int) -> list[Hold]:
    """All holds, those under way first, then the newest first."""
    rows = await connection.fetch(
        f"SELECT {_HOLD} FROM legal_holds WHERE company_id = $1 ORDER BY ended_at IS NOT NULL, hold_id DESC",  # noqa: S608 -- names of our own
        owner,
    )
    return [_hold(row) for row in rows]


async def hold(connection: Connection, owner: int, hold_id: UUID) -> Hold | None:
    """One hold."""
    row = await connection.fetchrow(
        f"SELECT {_HOLD} FROM legal_holds WHERE company_id = $1 AND hold_id = $2",  # noqa: S608 -- names of our own
        owner,
        hold_id,
    )
    return None if row is None else _hold(row)


async def releases(connection: Connection, owner: int) -> list[Release]:
    """What was released, newest first."""
    rows = await connection.fetch(
        f"SELECT {_RELEASE} FROM removal_releases WHERE company_id = $1 ORDER BY release_id DESC LIMIT 20",  # noqa: S608 -- names of our own
        owner,
    )
    return [Release(**row) for row in rows]


async def release(connection: Connection, owner: int, release_id: UUID) -> Release | None:
    """One release."""
    row = await connection.fetchrow(
        f"SELECT {_RELEASE} FROM removal_releases WHERE company_id = $1 AND release_id = $2",  # noqa: S608 -- names of our own
        owner,
        release_id,
    )
    return None if row is None else Release(**row)


async def companies_since(connection: Connection, before: datetime) -> list[int]:
    """Companies that are here so long that something of theirs may be over."""
    rows = await connection.fetch(
        "SELECT company_id FROM companies WHERE created_at < $1 ORDER BY company_id", before
    )
    return [row["company_id"] for row in rows]


async def is_closed(connection: Connection, owner: int) -> bool:
    """Whether a company has left; refuse where there is none."""
    row = await connection.fetchrow("SELECT disabled_at FROM companies WHERE company_id = $1", owner)
    if row is None:
        raise Refusal(codes.COMPANY_UNKNOWN, status=404)
    return row["disabled_at"] is not None


async def exports(connection: Connection, owner: int) -> list[Export]:
    """The last exports, newest first."""
    rows = await connection.fetch(
        f"SELECT {_EXPORT} FROM company_exports WHERE company_id = $1 ORDER BY export_id DESC LIMIT 10",  # noqa: S608 -- names of our own
        owner,
    )
    return [_export(row) for row in rows]


async def export(connection: Connection, owner: int, export_id: UUID) -> Export | None:
    """One export."""
    row = await connection.fetchrow(
        f"SELECT {_EXPORT} FROM company_exports WHERE company_id = $1 AND export_id = $2",  # noqa: S608 -- names of our own
        owner,
        export_id,
    )
    return None if row is None else _export(row)


async def parts(connection: Connection, owner: int, export_id: UUID, turn: UUID) -> Sequence[bytes]:
    """The digests of the pieces of an export, in order."""
    rows = await connection.fetch(
        "SELECT sha256 FROM company_export_parts "
        "WHERE company_id = $1 AND export_id = $2 AND turn = $3 ORDER BY part",
        owner,
        export_id,
        turn,
    )
    return [row["sha256"] for row in rows]


def _hold(row: Row) -> Hold:
    what = NewHold(
        row["name"], row["reason"], row["from_day"], row["to_day"], row["partner"], tuple(row["numbers"])
    )
    return Hold(
        row["hold_id"],
        what,
        row["set_by"],
        row["set_at"],
        row["ended_by"],
        row["ended_at"],
        row["end_reason"],
    )


def _export(row: Row) -> Export:
    return Export(**{**row, "state": ExportState(row["state"])})
