"""Writing layouts; versions are only ever added."""

import hashlib
from datetime import datetime
from uuid import UUID

from seikyu.accounts.selling import SellingRules
from seikyu.db.pool import Connection
from seikyu.invoices.layout import Layout, settings_of


async def add(
    connection: Connection, owner: int, layout_id: UUID, code: str, name: str, now: datetime
) -> bool:
    """A new layout before its first version; False when the code is taken."""
    done = await connection.execute(
        "INSERT INTO layouts (company_id, layout_id, code, name, version, created_at, updated_at) "
        "VALUES ($1, $2, $3, $4, 1, $5, $5) "
        "ON CONFLICT (company_id, code) WHERE deleted_at IS NULL DO NOTHING",
        owner,
        layout_id,
        code,
        name,
        now,
    )
    return done.endswith(" 1")


async def code_is_taken(connection: Connection, owner: int, code: str, layout_id: UUID) -> bool:
    """Whether another layout carries the code."""
    taken: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM layouts WHERE company_id = $1 AND code = $2 AND layout_id <> $3 "
        "AND deleted_at IS NULL)",
        owner,
        code,
        layout_id,
    )
    return taken


async def lock(connection: Connection, owner: int) -> None:
    """Hold the codes of a company's layouts to the end of the transaction."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('layouts', $1))", owner)


async def move_on(
    connection: Connection, owner: int, layout_id: UUID, seen: int, code: str, name: str, now: datetime
) -> bool:
    """To the next version; False when the version a person has seen is not the newest (any more)."""
    done = await connection.execute(
        "UPDATE layouts SET version = version + 1, code = $4, name = $5, updated_at = $6 "
        "WHERE company_id = $1 AND layout_id = $2 AND version = $3 AND deleted_at IS NULL",
        owner,
        layout_id,
        seen,
        code,
        name,
        now,
    )
    return done.endswith(" 1")


async def add_version(
    connection: Connection,
    owner: int,
    layout_id: UUID,
    version: int,
    layout: Layout,
    made_by: str,
    now: datetime,
) -> None:
    """The settings of a version, for good."""
    settings = settings_of(layout)
    await connection.execute(
        "INSERT INTO layout_versions (company_id, layout_id, version, settings, sha256, made_at, made_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        owner,
        layout_id,
        version,
        settings,
        hashlib.sha256(settings).digest(),
        now,
        made_by,
    )


async def delete(connection: Connection, owner: int, layout_id: UUID, now: datetime) -> bool:
    """Take a layout out of use; its versions stay. False when there is none."""
    done = await connection.execute(
        "UPDATE layouts SET deleted_at = $3, updated_at = $3 "
        "WHERE company_id = $1 AND layout_id = $2 AND deleted_at IS NULL",
        owner,
        layout_id,
        now,
    )
    return done.endswith(" 1")


async def set_usual(connection: Connection, owner: int, layout_id: UUID | None, now: datetime) -> None:
    """The layout of every invoice that no other is wanted for; the other rules of the seller stay."""
    rules = SellingRules()
    await connection.execute(
        "INSERT INTO selling_rules (company_id, rounding, api_through_approval, layout_id, changed_at) "
        "VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (company_id) DO UPDATE SET layout_id = $4, changed_at = $5",
        owner,
        rules.rounding.value,
        rules.api_through_approval,
        layout_id,
        now,
    )
