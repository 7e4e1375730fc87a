"""Reading files that arrived and the accounts that may send them."""

from dataclasses import dataclass
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.notices.files.model import Door, FileAccount, FileState, Guest, NoticeFile

MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Way:
    """An account as the file server knows it."""

    guest: Guest
    password_hash: str | None
    key_hashes: tuple[bytes, ...]


async def files(connection: Connection, owner: int, limit: int = MOST_LISTED) -> list[NoticeFile]:
    """The latest files, newest first."""
    rows = await connection.fetch(
        f"SELECT {_FILE} FROM notice_files WHERE company_id = $1 ORDER BY file_id DESC LIMIT $2",  # noqa: S608 -- names of our own
        owner,
        limit,
    )
    return [_file(row) for row in rows]


async def file(
    connection: Connection, owner: int, file_id: UUID, *, to_change: bool = False
) -> NoticeFile | None:
    """One file; locked to work on it."""
    lock = "FOR UPDATE" if to_change else ""
    row = await connection.fetchrow(
        f"SELECT {_FILE} FROM notice_files WHERE company_id = $1 AND file_id = $2 {lock}",  # noqa: S608 -- names of our own
        owner,
        file_id,
    )
    return None if row is None else _file(row)


async def newest_of(connection: Connection, owner: int, name: str) -> NoticeFile | None:
    """The latest file of a name."""
    row = await connection.fetchrow(
        f"SELECT {_FILE} FROM notice_files WHERE company_id = $1 AND name = $2 "  # noqa: S608 -- names of our own
        "ORDER BY file_id DESC LIMIT 1",
        owner,
        name,
    )
    return None if row is None else _file(row)


async def result_lines(connection: Connection, owner: int, file_id: UUID) -> list[bytes]:
    """What was found so far, chunk by chunk."""
    rows = await connection.fetch(
        "SELECT lines FROM notice_file_results WHERE company_id = $1 AND file_id = $2 ORDER BY place",
        owner,
        file_id,
    )
    return [row["lines"] for row in rows]


async def accounts(connection: Connection, owner: int) -> list[FileAccount]:
    """The ways in of a company."""
    rows = await connection.fetch(
        "SELECT account, password_hash IS NOT NULL AS has_password, key_names, made_by, made_at, used_at "
        "FROM file_accounts WHERE company_id = $1 ORDER BY made_at",
        owner,
    )
    return [FileAccount(**dict(row) | {"key_names": tuple(row["key_names"])}) for row in rows]


async def way(connection: Connection, account: str) -> Way | None:
    """A way in by its name, before it is known whose it is."""
    row = await connection.fetchrow(
        "SELECT account, company_id, password_hash, key_hashes FROM file_accounts "
        "JOIN companies USING (company_id) WHERE account = $1 AND disabled_at IS NULL",
        account,
    )
    if row is None:
        return None
    return Way(Guest(row["account"], row["company_id"]), row["password_hash"], tuple(row["key_hashes"]))


def _file(row: Row) -> NoticeFile:
    return NoticeFile(**dict(row) | {"state": FileState(row["state"]), "door": Door(row["door"])})


_FILE = (
    "file_id, name, sha256, size, door, sender, state, taken, good, bad, result_sha256, result_size, "
    "received_at, updated_at"
)
