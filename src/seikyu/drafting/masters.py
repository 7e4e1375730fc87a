"""The masters an invoice is made with: those to choose from, and those that were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from seikyu.accounts.selling import selling_rules
from seikyu.db.conditions import like
from seikyu.db.pool import Connection, Row
from seikyu.drafting.model import Content
from seikyu.kit.yen import Rounding
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Fields, Kind

FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Chosen:
    """The masters of a draft as they stand now; one that was deleted since is not among them."""

    customer: Fields | None
    linked: bool
    publisher: Fields | None
    banks: Sequence[Fields]
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Party:
    """A master to choose; only customers are linked."""

    master_id: UUID
    fields: Fields
    linked: bool = False


async def customers(
    connection: Connection, owner: int, wanted: str | None, chosen: UUID | None
) -> list[Party]:
    """Customers whose name, kana, office, code or corporate number holds the text, the chosen one first."""
    rows = await connection.fetch(
        f"""
        SELECT {_columns(CUSTOMER)}, buyer_company_id IS NOT NULL AS linked FROM customers
        WHERE company_id = $1 AND deleted_at IS NULL AND (customer_id = $3 OR $2::text IS NULL
            OR concat_ws(' ', company_name_org, company_name_kana_org, base_name, base_name_kana,
                         private_cust_cd, corp_genuine_id) ILIKE $2)
        ORDER BY customer_id = $3 DESC NULLS LAST, company_name_kana_org, company_name_org, customer_id
        LIMIT {FOUND_AT_MOST}
        """,  # noqa: S608 -- column names of our own
        owner,
        like(wanted),
        chosen,
    )
    return [Party(row["customer_id"], _fields(CUSTOMER, row), row["linked"]) for row in rows]


async def publishers(connection: Connection, owner: int) -> list[Party]:
    """All publishers by their codes."""
    return await _all(connection, owner, PUBLISHER, "publisher_mng_num")


async def banks(connection: Connection, owner: int) -> list[Party]:
    """All bank accounts by their codes."""
    return await _all(connection, owner, BANK_ACCOUNT, "transfer_code")


async def chosen(connection: Connection, owner: int, content: Content) -> Chosen:
    """What a draft was made with, and how its customer's fractions of a yen go."""
    rules = await selling_rules(connection, owner)
    customer = await connection.fetchrow(
        f"SELECT {_columns(CUSTOMER)}, buyer_company_id IS NOT NULL AS linked, rounding FROM customers "  # noqa: S608
        "WHERE company_id = $1 AND customer_id = $2 AND deleted_at IS NULL",
        owner,
        content.customer_id,
    )
    own_rule = None if customer is None else customer["rounding"]
    return Chosen(
        None if customer is None else _fields(CUSTOMER, customer),
        customer is not None and customer["linked"],
        await _one(connection, owner, PUBLISHER, content.publisher_id),
        await _several(connection, owner, content.bank_ids),
        rules.rounding if own_rule is None else Rounding(own_rule),
    )


async def _all(connection: Connection, owner: int, kind: Kind, order: str) -> list[Party]:
    rows = await connection.fetch(
        f"SELECT {_columns(kind)} FROM {kind.table} WHERE company_id = $1 AND deleted_at IS NULL "  # noqa: S608
        f"ORDER BY {order} NULLS LAST, {kind.key}",
        owner,
    )
    return [Party(row[kind.key], _fields(kind, row)) for row in rows]


async def _one(connection: Connection, owner: int, kind: Kind, master_id: UUID | None) -> Fields | None:
    if master_id is None:
        return None
    row = await connection.fetchrow(
        f"SELECT {_columns(kind)} FROM {kind.table} "  # noqa: S608 -- names of our own
        f"WHERE company_id = $1 AND {kind.key} = $2 AND deleted_at IS NULL",
        owner,
        master_id,
    )
    return None if row is None else _fields(kind, row)


async def _several(connection: Connection, owner: int, ids: Sequence[UUID]) -> list[Fields]:
    if not ids:
        return []
    rows = await connection.fetch(
        f"SELECT {_columns(BANK_ACCOUNT)} FROM bank_accounts "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND bank_account_id = ANY($2) AND deleted_at IS NULL "
        "ORDER BY array_position($2, bank_account_id)",
        owner,
        ids,
    )
    return [_fields(BANK_ACCOUNT, row) for row in rows]


def _columns(kind: Kind) -> str:
    return ", ".join((kind.key, *kind.fields))


def _fields(kind: Kind, row: Row) -> Fields:
    return {name: row[name] for name in kind.fields}
