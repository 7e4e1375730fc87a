"""Writing files that arrived and the accounts that may send them."""

from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.notices.files.model import Door, FileState


async def add(
    connection: Connection,
    owner: int,
    file_id: UUID,
    name: str,
    content: tuple[bytes, int],
    door: Door,
    sender: str,
    now: datetime,
) -> bool:
    """Note a file by its name, digest and size; False when this very file has come before."""
    digest, size = content
    done = await connection.execute(
        """
        INSERT INTO notice_files (
            company_id, file_id, name, sha256, size, door, sender, state, received_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'received', $8, $8)
        ON CONFLICT (company_id, name, sha256) DO NOTHING
        """,
        owner,
        file_id,
        name,
        digest,
        size,
        door,
        sender,
        now,
    )
    return done.endswith(" 1")


async def keep_chunk(
    connection: Connection,
    owner: int,
    file_id: UUID,
    place: int,
    found: tuple[int, int, bytes],
    now: datetime,
) -> None:
    """Note how far a file has come, held by the caller: good and bad notices, and the lines that tell."""
    good, bad, lines = found
    await connection.execute(
        "UPDATE notice_files SET taken = taken + $3 + $4, good = good + $3, bad = bad + $4, updated_at = $5 "
        "WHERE company_id = $1 AND file_id = $2",
        owner,
        file_id,
        good,
        bad,
        now,
    )
    await connection.execute(
        "INSERT INTO notice_file_results (company_id, file_id, place, lines) VALUES ($1, $2, $3, $4)",
        owner,
        file_id,
        place,
        lines,
    )


async def finish(
    connection: Connection,
    owner: int,
    file_id: UUID,
    state: FileState,
    result: tuple[bytes, int],
    now: datetime,
) -> bool:
    """Received → done or failed, with the result; False when it is no longer waiting."""
    done = await connection.execute(
        "UPDATE notice_files SET state = $3, result_sha256 = $4, result_size = $5, updated_at = $6 "
        "WHERE company_id = $1 AND file_id = $2 AND state = 'received'",
        owner,
        file_id,
        state,
        *result,
        now,
    )
    await connection.execute(
        "DELETE FROM notice_file_results WHERE company_id = $1 AND file_id = $2", owner, file_id
    )
    return done.endswith(" 1")


async def add_account(
    connection: Connection, owner: int, account: str, password_hash: str | None, made_by: str, now: datetime
) -> None:
    """Make a way in."""
    await connection.execute(
        "INSERT INTO file_accounts (account, company_id, password_hash, made_by, made_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        account,
        owner,
        password_hash,
        made_by,
        now,
    )


async def set_password(connection: Connection, owner: int, account: str, password_hash: str) -> bool:
    """Put a password in the place of the one before; False without such an account."""
    done = await connection.execute(
        "UPDATE file_accounts SET password_hash = $3 WHERE company_id = $1 AND account = $2",
        owner,
        account,
        password_hash,
    )
    return done.endswith(" 1")


async def add_key(connection: Connection, owner: int, account: str, key_hash: bytes, name: str) -> bool:
    """Let a key in, once; False without such an account."""
    done = await connection.execute(
        """
        UPDATE file_accounts SET
            key_hashes = CASE WHEN $3 = ANY(key_hashes) THEN key_hashes ELSE key_hashes || $3::bytea END,
            key_names = CASE WHEN $3 = ANY(key_hashes) THEN key_names ELSE key_names || $4::text END
        WHERE company_id = $1 AND account = $2
        """,
        owner,
        account,
        key_hash,
        name,
    )
    return done.endswith(" 1")


async def remove_account(connection: Connection, owner: int, account: str) -> bool:
    """Close a way in; False without such an account."""
    done = await connection.execute(
        "DELETE FROM file_accounts WHERE company_id = $1 AND account = $2", owner, account
    )
    return done.endswith(" 1")


async def used(connection: Connection, account: str, now: datetime) -> None:
    """Note when somebody came in."""
    await connection.execute("UPDATE file_accounts SET used_at = $2 WHERE account = $1", account, now)
