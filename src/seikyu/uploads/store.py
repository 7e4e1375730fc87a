"""Writing uploads and mappings; moves are guarded by the state they start from."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection
from seikyu.uploads.mapping import Mapping as Columns
from seikyu.uploads.mapping import write_mapping
from seikyu.uploads.model import Checked, Error, NewUpload, SavedMapping, State


async def add(
    connection: Connection, actor: Actor, new: NewUpload, blocks: Sequence[bytes], now: datetime
) -> None:
    """Keep a file's rows; the file itself lies among the stored objects."""
    owner = actor.company.company_id
    await connection.execute(
        """
        INSERT INTO uploads (company_id, upload_id, file_name, kind, encoding, sha256, header, rows, state,
            user_id, user_name, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
        """,
        owner,
        new.upload_id,
        new.file_name,
        new.kind,
        new.encoding,
        new.sha256,
        msgspec.json.encode(new.header).decode(),
        new.rows,
        State.UPLOADED,
        actor.user_id,
        actor.name,
        now,
    )
    await connection.execute(
        "INSERT INTO upload_blocks (company_id, upload_id, block, content) "
        "SELECT $1, $2, b.place - 1, b.content "
        "FROM unnest($3::bytea[]) WITH ORDINALITY AS b (content, place)",
        owner,
        new.upload_id,
        list(blocks),
    )


async def map_columns(
    connection: Connection, owner: int, upload_id: UUID, mapping: Columns, name: str | None, now: datetime
) -> bool:
    """Have an upload checked by a mapping, unless it is registered or being worked on."""
    moved = await connection.fetchval(
        "UPDATE uploads SET mapping = $3, mapping_name = $4, state = $5, updated_at = $6 "
        "WHERE company_id = $1 AND upload_id = $2 AND state = ANY($7) AND next_row = 0 RETURNING true",
        owner,
        upload_id,
        write_mapping(mapping),
        name,
        State.CHECKING,
        now,
        [state for state in State if not state.is_working],
    )
    return bool(moved)


async def move(
    connection: Connection,
    owner: int,
    upload_id: UUID,
    old: Collection[State],
    new: State,
    now: datetime,
) -> bool:
    """Move an upload on, if it is still where it is thought to be."""
    moved = await connection.fetchval(
        "UPDATE uploads SET state = $4, updated_at = $5 "
        "WHERE company_id = $1 AND upload_id = $2 AND state = ANY($3) RETURNING true",
        owner,
        upload_id,
        list(old),
        new,
        now,
    )
    return bool(moved)


async def keep_findings(
    connection: Connection, owner: int, upload_id: UUID, checked: Checked, now: datetime
) -> None:
    """Write down what checking found in place of what it found before."""
    for table in ("upload_errors", "upload_faulty_rows"):
        await connection.execute(
            f"DELETE FROM {table} WHERE company_id = $1 AND upload_id = $2",  # noqa: S608 -- names of our own
            owner,
            upload_id,
        )
    await add_errors(connection, owner, upload_id, checked.errors, 0)
    await add_faulty_rows(connection, owner, upload_id, checked.faulty_rows)
    warnings = sum(error.warning for error in checked.errors)
    await connection.execute(
        "UPDATE uploads SET invoices = $3, faulty = $4, errors = $5, warnings = $6, amount = $7, "
        "updated_at = $8 WHERE company_id = $1 AND upload_id = $2",
        owner,
        upload_id,
        checked.invoices,
        checked.faulty,
        len(checked.errors) - warnings,
        warnings,
        checked.amount,
        now,
    )


async def add_errors(
    connection: Connection, owner: int, upload_id: UUID, errors: Sequence[Error], first: int
) -> None:
    """More errors, numbered from `first`."""
    await connection.execute(
        """
        INSERT INTO upload_errors (company_id, upload_id, number, position, "row", col, code, ja, en, warning)
        SELECT $1, $2, $3 + e.number, e.position, e."row", e.col, e.code, e.ja, e.en, e.warning
        FROM unnest($4::integer[], $5::integer[], $6::integer[], $7::text[], $8::text[], $9::text[],
                    $10::boolean[]) WITH ORDINALITY
             AS e (position, "row", col, code, ja, en, warning, number)
        """,
        owner,
        upload_id,
        first,
        [error.position for error in errors],
        [error.row for error in errors],
        [error.column for error in errors],
        [error.code for error in errors],
        [error.ja for error in errors],
        [error.en for error in errors],
        [error.warning for error in errors],
    )


async def add_faulty_rows(
    connection: Connection, owner: int, upload_id: UUID, rows: Mapping[int, int]
) -> None:
    """Rows of invoices that cannot be registered, each with the place of its invoice."""
    await connection.execute(
        'INSERT INTO upload_faulty_rows (company_id, upload_id, "row", position) '
        "SELECT $1, $2, r.* FROM unnest($3::integer[], $4::integer[]) AS r",
        owner,
        upload_id,
        list(rows),
        list(rows.values()),
    )


async def add_invoices(
    connection: Connection, owner: int, upload_id: UUID, numbers: Mapping[int, int]
) -> None:
    """Which invoice the one at each place of the file has become; each place has one at most."""
    await connection.execute(
        "INSERT INTO upload_invoices (company_id, upload_id, position, invoice_mng_num) "
        "SELECT $1, $2, n.* FROM unnest($3::integer[], $4::bigint[]) AS n",
        owner,
        upload_id,
        list(numbers),
        list(numbers.values()),
    )


async def go_on(
    connection: Connection,
    owner: int,
    upload_id: UUID,
    *,
    next_row: int,
    next_position: int,
    registered: int,
    faulty: int,
    errors: int,
    state: State,
    now: datetime,
) -> None:
    """How far registering has come, with what a chunk adds; the upload is locked."""
    await connection.execute(
        "UPDATE uploads SET next_row = $3, next_position = $4, registered = registered + $5, "
        "faulty = faulty + $6, errors = errors + $7, state = $8, updated_at = $9 "
        "WHERE company_id = $1 AND upload_id = $2",
        owner,
        upload_id,
        next_row,
        next_position,
        registered,
        faulty,
        errors,
        state,
        now,
    )


async def keep_mapping(connection: Connection, owner: int, saved: SavedMapping) -> None:
    """Keep a mapping under its name, in place of the one that has it."""
    await connection.execute(
        """
        INSERT INTO upload_mappings (company_id, mapping_id, name, signature, heads, mapping, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (company_id, name) DO UPDATE
        SET signature = $4, heads = $5, mapping = $6, updated_at = $7
        """,
        owner,
        saved.mapping_id,
        saved.name,
        saved.signature,
        msgspec.json.encode(saved.heads).decode(),
        write_mapping(saved.mapping),
        saved.updated_at,
    )


async def change_mapping(connection: Connection, owner: int, saved: SavedMapping) -> None:
    """Give a kept mapping another name or other targets."""
    await connection.execute(
        "UPDATE upload_mappings SET name = $3, mapping = $4, updated_at = $5 "
        "WHERE company_id = $1 AND mapping_id = $2",
        owner,
        saved.mapping_id,
        saved.name,
        write_mapping(saved.mapping),
        saved.updated_at,
    )


async def delete_mapping(connection: Connection, owner: int, mapping_id: UUID) -> bool:
    """Forget a mapping; uploads keep theirs."""
    gone = await connection.fetchval(
        "DELETE FROM upload_mappings WHERE company_id = $1 AND mapping_id = $2 RETURNING true",
        owner,
        mapping_id,
    )
    return bool(gone)
