"""A file of own entries and how far it has come; the owner company comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from seikyu.accounts.model import Actor
from seikyu.db.pool import Connection, Row
from seikyu.jobs.queue import Job

CHECK = "own_entry.check"
REGISTER = "own_entry.register"
MOST_INVOICES = 1000


class State(StrEnum):
    """Where a file is."""

    CHECKING = "checking"
    CHECKED = "checked"
    REGISTERING = "registering"
    DONE = "done"
    FAILED = "failed"


class Finding(msgspec.Struct, frozen=True):
    """A sentence about a cell of the file, or a row where there is no column."""

    row: int
    column: str
    ja: str
    en: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class OwnUpload:
    """The file; its content lies among the stored objects."""

    upload_id: UUID
    file_name: str
    sha256: bytes
    rows: int
    state: State
    invoices: int
    amount: int
    errors: int
    findings: Sequence[Finding]
    user_id: int
    user_name: str
    created_at: datetime


async def add(
    connection: Connection,
    actor: Actor,
    upload_id: UUID,
    file_name: str,
    sha256: bytes,
    header: Sequence[str],
    rows: int,
    now: datetime,
) -> None:
    """Keep a file that is to be checked."""
    await connection.execute(
        "INSERT INTO own_uploads (company_id, upload_id, file_name, sha256, header, rows, state, user_id, "
        "user_name, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)",
        actor.company.company_id,
        upload_id,
        file_name,
        sha256,
        msgspec.json.encode(header).decode(),
        rows,
        State.CHECKING,
        actor.user_id,
        actor.name,
        now,
    )


async def one(connection: Connection, owner: int, upload_id: UUID, *, lock: bool = False) -> OwnUpload | None:
    """One file; to work on it, locked until the transaction ends."""
    row = await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM own_uploads WHERE company_id = $1 AND upload_id = $2"  # noqa: S608 -- names of our own
        + (" FOR UPDATE" if lock else ""),
        owner,
        upload_id,
    )
    return None if row is None else _upload(row)


async def newest(connection: Connection, owner: int, count: int) -> list[OwnUpload]:
    """The newest files."""
    rows = await connection.fetch(
        f"SELECT {_COLUMNS} FROM own_uploads WHERE company_id = $1 "  # noqa: S608 -- names of our own
        "ORDER BY upload_id DESC LIMIT $2",
        owner,
        count,
    )
    return [_upload(row) for row in rows]


async def move(
    connection: Connection, owner: int, upload_id: UUID, old: State, new: State, now: datetime
) -> bool:
    """Move a file on, if it is still where it is thought to be."""
    done = await connection.execute(
        "UPDATE own_uploads SET state = $4, updated_at = $5 "
        "WHERE company_id = $1 AND upload_id = $2 AND state = $3",
        owner,
        upload_id,
        old,
        new,
        now,
    )
    return done.endswith(" 1")


async def keep_findings(
    connection: Connection,
    owner: int,
    upload_id: UUID,
    findings: Sequence[Finding],
    invoices: int,
    amount: int,
    now: datetime,
) -> None:
    """What checking found; the file waits to be registered, or to be corrected."""
    await connection.execute(
        "UPDATE own_uploads SET state = $3, findings = $4, invoices = $5, amount = $6, errors = $7, "
        "updated_at = $8 WHERE company_id = $1 AND upload_id = $2",
        owner,
        upload_id,
        State.CHECKED,
        msgspec.json.encode(findings).decode(),
        invoices,
        amount,
        sum(not one.warning for one in findings),
        now,
    )


def check_job(owner: int, upload_id: UUID) -> Job:
    """The work of checking a file."""
    return Job(CHECK, {"company_id": owner, "upload_id": str(upload_id)})


def register_job(owner: int, upload_id: UUID) -> Job:
    """The work of registering a file."""
    return Job(REGISTER, {"company_id": owner, "upload_id": str(upload_id)})


_COLUMNS = ", ".join(field.name for field in fields(OwnUpload))


def _upload(row: Row) -> OwnUpload:
    findings = msgspec.json.decode(row["findings"], type=list[Finding])
    values = {"findings": findings, "state": State(row["state"]), "amount": int(row["amount"])}
    return OwnUpload(**{**dict(row), **values})
