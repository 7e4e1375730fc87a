"""Reading masters that are kept by code; the owner company comes first."""

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.masters.model import Key, Kind, Master

InUse: TypeAlias = Callable[[Connection, int, Kind, Collection[Key]], Awaitable[set[Key]]]
"""Tells which of the keys something still needs, so that they cannot be deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; with `updated_since` those that were deleted since are listed too."""

    equal: dict[str, str | None]
    title: str | None = None
    anything: str | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A master in a list."""

    master: Master
    updated_at: datetime
    deleted: bool


async def by_keys(connection: Connection, owner: int, kind: Kind, keys: Collection[Key]) -> dict[Key, Master]:
    """The masters that have one of the keys."""
    if not keys:
        return {}
    rows = await connection.fetch(
        "SELECT key, master_id, fields FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND key = ANY($3) AND deleted_at IS NULL",
        owner,
        kind.name,
        sorted(keys),
    )
    return {row["key"]: _master(row) for row in rows}


async def by_ids(
    connection: Connection, owner: int, kind: Kind, master_ids: Collection[UUID]
) -> dict[UUID, Master]:
    """The masters with these ids, deleted ones too: what was written with them still names them."""
    if not master_ids:
        return {}
    rows = await connection.fetch(
        "SELECT master_id, fields FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND master_id = ANY($3)",
        owner,
        kind.name,
        sorted(master_ids),
    )
    return {row["master_id"]: _master(row) for row in rows}


async def there(connection: Connection, owner: int, kind_name: str, keys: Collection[Key]) -> set[Key]:
    """Those of the keys that there is a master of the kind for."""
    if not keys:
        return set()
    rows = await connection.fetch(
        "SELECT key FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND key = ANY($3) AND deleted_at IS NULL",
        owner,
        kind_name,
        sorted(keys),
    )
    return {row["key"] for row in rows}


async def all_of(connection: Connection, owner: int, kind: Kind) -> list[Master]:
    """Every master of the kind in the order of the keys: what choices on screen and files hold."""
    rows = await connection.fetch(
        "SELECT master_id, fields FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL ORDER BY key",
        owner,
        kind.name,
    )
    return [_master(row) for row in rows]


async def titles(connection: Connection, owner: int, kind_name: str) -> dict[Key, str]:
    """What every master of the kind is called, in the order of the keys."""
    rows = await connection.fetch(
        "SELECT key, title FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL ORDER BY key",
        owner,
        kind_name,
    )
    return {row["key"]: row["title"] for row in rows}


async def one(connection: Connection, owner: int, kind: Kind, master_id: UUID) -> Master | None:
    """A master by its id, unless it was deleted."""
    row = await connection.fetchrow(
        "SELECT master_id, fields FROM coded_masters "
        "WHERE company_id = $1 AND kind = $2 AND master_id = $3 AND deleted_at IS NULL",
        owner,
        kind.name,
        master_id,
    )
    return None if row is None else _master(row)


async def page(
    connection: Connection, owner: int, kind: Kind, wanted: Wanted, start: int, count: int
) -> tuple[int, list[Listed]]:
    """How many masters the filters find, and a part of them in the order of their keys."""
    where = Conditions([owner, kind.name], ["company_id = $1", "kind = $2"])
    for name, value in wanted.equal.items():
        where.add(f"fields->>'{name}' = {{}}", value)
    where.add("title ILIKE {}", like(wanted.title))
    where.add("(key || ' ' || title) ILIKE {}", like(wanted.anything))
    where.add("updated_at >= {}", wanted.updated_since)
    if wanted.updated_since is None:
        where.clauses.append("deleted_at IS NULL")
    text = where.text
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM coded_masters WHERE {text}",  # noqa: S608 -- names of our own
        *where.values,
    )
    rows = await connection.fetch(
        "SELECT master_id, fields, updated_at, deleted_at IS NOT NULL AS deleted "  # noqa: S608 -- names of our own
        f"FROM coded_masters WHERE {text} ORDER BY key, master_id "
        f"LIMIT {where.parameter(count)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    return found, [Listed(_master(row), row["updated_at"], row["deleted"]) for row in rows]


async def lock(connection: Connection, owner: int, kind: Kind) -> None:
    """Be alone with the masters of a kind: two who register one key at once would both find it unknown."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($2, $1))", owner, f"coded masters {kind.name}"
    )


def _master(row: Row) -> Master:
    return Master(row["master_id"], json.loads(row["fields"]))
