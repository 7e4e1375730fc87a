"""Reading uploads and mappings; the owner company comes first."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from uuid import UUID

import msgspec

from seikyu.db.pool import Connection, Row
from seikyu.kit.yen import Rounding
from seikyu.uploads.blocks import BLOCK
from seikyu.uploads.mapping import read_mapping
from seikyu.uploads.model import Error, SavedMapping, State, Upload

COLUMNS = ", ".join(field.name for field in fields(Upload))


@dataclass(frozen=True, slots=True)
class Roundings:
    """How fractions of a yen go with customers that have rules of their own."""

    by_code: dict[str, Rounding]
    by_number: dict[str, Rounding]


async def uploads(connection: Connection, owner: int, start: int, count: int) -> list[Upload]:
    """A part of the uploads, newest first."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM uploads WHERE company_id = $1 "  # noqa: S608 -- names of our own
        "ORDER BY upload_id DESC LIMIT $2 OFFSET $3",
        owner,
        count,
        start,
    )
    return [_upload(row) for row in rows]


async def count_uploads(connection: Connection, owner: int) -> int:
    """How many uploads there are."""
    found: int = await connection.fetchval("SELECT count(*) FROM uploads WHERE company_id = $1", owner)
    return found


async def upload(connection: Connection, owner: int, upload_id: UUID, *, lock: bool = False) -> Upload | None:
    """One upload; to work on it, locked until the transaction ends."""
    row = await connection.fetchrow(
        f"SELECT {COLUMNS} FROM uploads WHERE company_id = $1 AND upload_id = $2"  # noqa: S608 -- names of our own
        + (" FOR UPDATE" if lock else ""),
        owner,
        upload_id,
    )
    return None if row is None else _upload(row)


async def registered_before(connection: Connection, owner: int, upload_: Upload) -> list[Upload]:
    """Other uploads of the same file of which something was registered, or is being."""
    rows = await connection.fetch(
        f"SELECT {COLUMNS} FROM uploads WHERE company_id = $1 AND sha256 = $2 AND upload_id <> $3 "  # noqa: S608 -- names of our own
        "AND (registered > 0 OR state = $4) ORDER BY upload_id DESC",
        owner,
        upload_.sha256,
        upload_.upload_id,
        State.REGISTERING,
    )
    return [_upload(row) for row in rows]


async def blocks(
    connection: Connection, owner: int, upload_id: UUID, wanted: Collection[int] | None = None
) -> list[bytes]:
    """The packed rows of an upload in their order, or some of them by their numbers."""
    rows = await connection.fetch(
        "SELECT content FROM upload_blocks WHERE company_id = $1 AND upload_id = $2 "
        "AND ($3::integer[] IS NULL OR block = ANY($3)) ORDER BY block",
        owner,
        upload_id,
        None if wanted is None else sorted(wanted),
    )
    return [row["content"] for row in rows]


async def blocks_from(
    connection: Connection, owner: int, upload_id: UUID, row: int, count: int
) -> tuple[int, list[bytes]]:
    """So many blocks from the one that holds a row, and the index of their first row."""
    first = row // BLOCK
    wanted = range(first, first + count)
    return first * BLOCK, await blocks(connection, owner, upload_id, wanted)


async def errors(
    connection: Connection, owner: int, upload_id: UUID, rows: Collection[int] | None = None
) -> list[Error]:
    """What was found wrong, in the order of the file; perhaps only in some rows."""
    found = await connection.fetch(
        'SELECT position, "row", col AS "column", code, ja, en, warning FROM upload_errors '
        'WHERE company_id = $1 AND upload_id = $2 AND ($3::integer[] IS NULL OR "row" = ANY($3)) '
        'ORDER BY "row", col NULLS FIRST, number',
        owner,
        upload_id,
        None if rows is None else sorted(rows),
    )
    return [Error(**row) for row in found]


async def rows_with_errors(
    connection: Connection, owner: int, upload_id: UUID, start: int, count: int
) -> tuple[list[int], int]:
    """A part of the rows about which there is something to tell, and how many there are."""
    query = 'SELECT DISTINCT "row" FROM upload_errors WHERE company_id = $1 AND upload_id = $2'
    total: int = await connection.fetchval(f"SELECT count(*) FROM ({query}) AS r", owner, upload_id)  # noqa: S608 -- text of our own
    found = await connection.fetch(
        f'{query} ORDER BY "row" LIMIT $3 OFFSET $4',
        owner,
        upload_id,
        count,
        start,
    )
    return [row["row"] for row in found], total


async def faulty_rows(connection: Connection, owner: int, upload_id: UUID) -> list[int]:
    """The rows of invoices that cannot be registered."""
    rows = await connection.fetch(
        'SELECT "row" FROM upload_faulty_rows WHERE company_id = $1 AND upload_id = $2 ORDER BY "row"',
        owner,
        upload_id,
    )
    return [row["row"] for row in rows]


async def faulty_among(
    connection: Connection, owner: int, upload_id: UUID, positions: Collection[int]
) -> set[int]:
    """Those of the invoices that cannot be registered."""
    rows = await connection.fetch(
        "SELECT DISTINCT position FROM upload_faulty_rows "
        "WHERE company_id = $1 AND upload_id = $2 AND position = ANY($3)",
        owner,
        upload_id,
        list(positions),
    )
    return {row["position"] for row in rows}


async def registered(
    connection: Connection, owner: int, upload_id: UUID, start: int, count: int
) -> list[int]:
    """The numbers of a part of the invoices that the upload has made, in the order of the file."""
    rows = await connection.fetch(
        "SELECT invoice_mng_num FROM upload_invoices WHERE company_id = $1 AND upload_id = $2 "
        "ORDER BY position LIMIT $3 OFFSET $4",
        owner,
        upload_id,
        count,
        start,
    )
    return [row["invoice_mng_num"] for row in rows]


async def roundings(connection: Connection, owner: int) -> Roundings:
    """The customers that have a rounding of their own."""
    rows = await connection.fetch(
        "SELECT private_cust_cd, corp_genuine_id, rounding FROM customers "
        "WHERE company_id = $1 AND rounding IS NOT NULL AND deleted_at IS NULL",
        owner,
    )
    ways = [(row, Rounding(row["rounding"])) for row in rows]
    return Roundings(
        {row["private_cust_cd"]: way for row, way in ways if row["private_cust_cd"]},
        {row["corp_genuine_id"]: way for row, way in ways if row["corp_genuine_id"]},
    )


async def mappings(connection: Connection, owner: int) -> list[SavedMapping]:
    """All mappings of a company by their names."""
    rows = await connection.fetch(
        "SELECT mapping_id, name, signature, heads, mapping, updated_at FROM upload_mappings "
        "WHERE company_id = $1 ORDER BY name",
        owner,
    )
    return [_saved(row) for row in rows]


async def mapping(connection: Connection, owner: int, mapping_id: UUID) -> SavedMapping | None:
    """One mapping."""
    row = await connection.fetchrow(
        "SELECT mapping_id, name, signature, heads, mapping, updated_at FROM upload_mappings "
        "WHERE company_id = $1 AND mapping_id = $2",
        owner,
        mapping_id,
    )
    return None if row is None else _saved(row)


async def mapping_for(connection: Connection, owner: int, signature: bytes) -> SavedMapping | None:
    """The mapping that was kept last for files with these heads."""
    row = await connection.fetchrow(
        "SELECT mapping_id, name, signature, heads, mapping, updated_at FROM upload_mappings "
        "WHERE company_id = $1 AND signature = $2 ORDER BY updated_at DESC LIMIT 1",
        owner,
        signature,
    )
    return None if row is None else _saved(row)


def _upload(row: Row) -> Upload:
    values = dict(row)
    kept = values["mapping"]
    return Upload(
        **values
        | {
            "header": tuple(msgspec.json.decode(values["header"], type=list[str])),
            "mapping": None if kept is None else read_mapping(kept),
            "state": State(values["state"]),
            "amount": int(values["amount"]),
        }
    )


def _saved(row: Row) -> SavedMapping:
    heads = tuple(msgspec.json.decode(row["heads"], type=list[str]))
    kept = read_mapping(row["mapping"])
    return SavedMapping(row["mapping_id"], row["name"], row["signature"], heads, kept, row["updated_at"])
