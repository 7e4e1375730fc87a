"""What the screens of masters read: lists to search and sort, and one master; the owner comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.db.windows import Window
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Fields, Kind

SEARCHED = {
    PUBLISHER.table: ("publisher_mng_num", "publisher_company_name", "publisher_section"),
    CUSTOMER.table: (
        "private_cust_cd",
        "company_name_org",
        "company_name_kana_org",
        "base_name",
        "base_name_kana",
        "corp_genuine_id",
    ),
    BANK_ACCOUNT.table: (
        "transfer_code",
        "fncl_inst_code",
        "fncl_inst_name",
        "fncl_inst_kana",
        "branch_name",
        "account_num",
        "depositor_name",
        "depositor_kana",
    ),
}
SHARED_CODE = (
    "EXISTS (SELECT FROM publishers AS o WHERE o.company_id = m.company_id AND o.deleted_at IS NULL "
    "AND o.publisher_mng_num = m.publisher_mng_num AND o.publisher_id <> m.publisher_id)"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is narrowed to: a text in any of the searched fields; customers linked or not."""

    part: str | None = None
    linked: bool | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A master as the screens show it; only customers are linked, only publishers may share a code."""

    master_id: UUID
    fields: Fields
    updated_at: datetime
    linked_to: str | None
    shares_code: bool


async def count(connection: Connection, owner: int, kind: Kind, sought: Sought) -> int:
    """How many masters there are to be shown."""
    where = _conditions(owner, kind, sought)
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM {kind.table} AS m WHERE {where.text}",  # noqa: S608 -- names of our own
        *where.values,
    )
    return found


async def page(
    connection: Connection, owner: int, kind: Kind, sought: Sought, window: Window, sorts: Collection[str]
) -> list[Shown]:
    """A part of the list."""
    if window.sort not in sorts:
        raise ValueError(f"not a sort of this list: {window.sort}")
    where = _conditions(owner, kind, sought)
    text, direction = where.text, "DESC" if window.descending else "ASC"
    rows = await connection.fetch(
        f"{_selected(kind)} WHERE {text} "
        f"ORDER BY m.{window.sort} {direction} NULLS LAST, m.{kind.key} {direction} "
        f"LIMIT {where.parameter(window.count)} OFFSET {where.parameter(window.start)}",
        *where.values,
    )
    return [_shown(kind, row) for row in rows]


async def one(connection: Connection, owner: int, kind: Kind, master_id: UUID) -> Shown | None:
    """One master, unless it was deleted."""
    row = await connection.fetchrow(
        f"{_selected(kind)} WHERE m.company_id = $1 AND m.{kind.key} = $2 AND m.deleted_at IS NULL",
        owner,
        master_id,
    )
    return None if row is None else _shown(kind, row)


def _selected(kind: Kind) -> str:
    linked = "(SELECT c.name FROM companies AS c WHERE c.company_id = m.buyer_company_id)"
    columns: Sequence[str] = (
        f"m.{kind.key} AS master_id",
        *(f"m.{name}" for name in kind.fields),
        "m.updated_at",
        f"{linked if kind is CUSTOMER else 'NULL::text'} AS linked_to",
        f"{SHARED_CODE if kind is PUBLISHER else 'false'} AS shares_code",
    )
    return f"SELECT {', '.join(columns)} FROM {kind.table} AS m"  # noqa: S608 -- names of our own


def _conditions(owner: int, kind: Kind, sought: Sought) -> Conditions:
    where = Conditions([owner], ["m.company_id = $1", "m.deleted_at IS NULL"])
    searched = " OR ".join(f"m.{name} ILIKE {{}}" for name in SEARCHED[kind.table])
    where.add(f"({searched})", like(sought.part))
    if kind is CUSTOMER:
        where.flag("m.buyer_company_id IS NOT NULL", sought.linked)
    return where


def _shown(kind: Kind, row: Row) -> Shown:
    fields = {name: row[name] for name in kind.fields}
    return Shown(row["master_id"], fields, row["updated_at"], row["linked_to"], row["shares_code"])
