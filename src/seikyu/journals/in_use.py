"""Which journal masters something still needs, so that they cannot be deleted."""

from collections.abc import Collection

from seikyu.db.pool import Connection
from seikyu.journals.masters import KINDS
from seikyu.masters.model import SEPARATOR, Key, Kind


async def masters_in_use(connection: Connection, owner: int, kind: Kind, keys: Collection[Key]) -> set[Key]:
    """Those of the keys that a master of another kind refers to."""
    found: set[Key] = set()
    for other in KINDS:
        for reference in other.refers:
            if reference.kind == kind.name:
                found |= await _referred(connection, owner, other, reference.fields, keys)
    return found


async def _referred(
    connection: Connection, owner: int, other: Kind, fields: tuple[str, ...], keys: Collection[Key]
) -> set[Key]:
    key = f" || '{SEPARATOR}' || ".join(f"(fields->>'{name}')" for name in fields)
    rows = await connection.fetch(
        f"SELECT DISTINCT {key} AS key FROM coded_masters "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL AND {key} = ANY($3)",
        owner,
        other.name,
        sorted(keys),
    )
    return {row["key"] for row in rows}
