"""Storing what a batch decided: one statement for the new, one for the changed, one for the deleted."""

import json
from collections.abc import Collection
from datetime import datetime

from seikyu.db.pool import Connection
from seikyu.masters.keeping import Decision
from seikyu.masters.model import Kind, Master


async def save(connection: Connection, owner: int, kind: Kind, decision: Decision, now: datetime) -> None:
    """Store all that changed; a deleted master's row stays, for what was written with it."""
    if decision.deleted:
        await connection.execute(
            "UPDATE coded_masters SET deleted_at = $4, updated_at = $4 "
            "WHERE company_id = $1 AND kind = $2 AND master_id = ANY($3)",
            owner,
            kind.name,
            sorted(decision.deleted),
            now,
        )
    if decision.updated:
        await connection.execute(
            """
            UPDATE coded_masters AS m SET title = n.title, fields = n.fields, updated_at = $3
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[]) AS n (master_id, key, title, fields)
            WHERE m.company_id = $1 AND m.kind = $2 AND m.master_id = n.master_id
            """,
            owner,
            kind.name,
            now,
            *_arrays(kind, decision.updated.values()),
        )
    if decision.registered:
        await connection.execute(
            """
            INSERT INTO coded_masters
                (company_id, kind, created_at, updated_at, master_id, key, title, fields)
            SELECT $1, $2, $3, $3, n.*
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[]) AS n (master_id, key, title, fields)
            """,
            owner,
            kind.name,
            now,
            *_arrays(kind, decision.registered.values()),
        )


def _arrays(kind: Kind, masters: Collection[Master]) -> list[list[object]]:
    return [
        [master.master_id for master in masters],
        [kind.key_of(master.fields) for master in masters],
        [str(master.fields[kind.title] or "") for master in masters],
        [json.dumps(master.fields, ensure_ascii=False, default=str) for master in masters],
    ]
