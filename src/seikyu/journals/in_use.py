"""Which journal masters something still needs, so that they cannot be deleted."""

from collections.abc import Collection

from seikyu.db.pool import Connection
from seikyu.journals.masters import ACCOUNTS, DEPARTMENTS, KINDS, SUB_ACCOUNTS, TAX_CATEGORIES
from seikyu.journals.queries import HOLDS
from seikyu.masters.model import SEPARATOR, Key, Kind
from seikyu.payees.masters import PAYEES

# By which of its codes a side of an entry names a master of a kind; memos are written out in slips.
_NAMED_BY = {
    ACCOUNTS.name: ("account_code",),
    SUB_ACCOUNTS.name: ("account_code", "sub_account_code"),
    DEPARTMENTS.name: ("department_code",),
    TAX_CATEGORIES.name: ("tax_category_code",),
}


async def masters_in_use(connection: Connection, owner: int, kind: Kind, keys: Collection[Key]) -> set[Key]:
    """Those of the keys that a master of another kind, or a slip that is not confirmed, refers to.

    A confirmed slip keeps the names it was confirmed with, so it needs no master any more.
    """
    found: set[Key] = set()
    for other in (*KINDS, PAYEES):
        for reference in other.refers:
            if reference.kind == kind.name:
                found |= await _referred(connection, owner, other, reference.fields, keys)
    if kind.name in _NAMED_BY:
        found |= await _in_slips(connection, owner, _NAMED_BY[kind.name], keys)
    return found


async def _referred(
    connection: Connection, owner: int, other: Kind, fields: tuple[str, ...], keys: Collection[Key]
) -> set[Key]:
    key = _key("fields", fields)
    rows = await connection.fetch(
        f"SELECT DISTINCT {key} AS key FROM coded_masters "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND kind = $2 AND deleted_at IS NULL AND {key} = ANY($3)",
        owner,
        other.name,
        sorted(keys),
    )
    return {row["key"] for row in rows}


async def _in_slips(
    connection: Connection, owner: int, fields: tuple[str, ...], keys: Collection[Key]
) -> set[Key]:
    key = _key("side", fields)
    rows = await connection.fetch(
        f"""
        SELECT DISTINCT {key} AS key
        FROM journal_slips AS s JOIN received_invoices AS r USING (company_id, invoice_mng_num),
            jsonb_array_elements(s.entries) AS entry,
            LATERAL (VALUES (entry->'debit'), (entry->'credit')) AS sides (side)
        WHERE s.company_id = $1 AND NOT {HOLDS} AND {key} = ANY($2)
        """,  # noqa: S608 -- names of our own
        owner,
        sorted(keys),
    )
    return {row["key"] for row in rows}


def _key(value: str, fields: tuple[str, ...]) -> str:
    return f" || '{SEPARATOR}' || ".join(f"({value}->>'{name}')" for name in fields)
