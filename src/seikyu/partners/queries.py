"""Loading masters, a batch's worth at a time; the owner company comes first."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from seikyu.db.conditions import Conditions, like
from seikyu.db.pool import Connection, Row
from seikyu.partners.ledger import NOTHING_IN_USE, InUse, Ledger, Masters
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Fields, Kind, Master
from seikyu.partners.named import BankKey, Named


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of masters is narrowed to; None means the filter was not given.

    With `updated_since` those that were deleted since are listed too, so that a copy can be kept in step.
    """

    equal: Mapping[str, str | None]
    holding: Mapping[str, str | None]
    updated_since: datetime | None = None


FindInUse: TypeAlias = Callable[[Connection, int, Masters], Awaitable[InUse]]
"""Tells which masters stand on an invoice that is not issued yet; invoices are not the partners' business."""


async def load(
    connection: Connection, owner: int, named: Named, find_in_use: FindInUse | None = None
) -> Ledger:
    """The masters that a batch names, at most one query a kind; with `find_in_use` where it deletes some."""
    masters = Masters(
        await publishers_by_code(connection, owner, sorted(named.publisher_codes)),
        await customers_by_id(connection, owner, sorted(named.customer_ids))
        + await customers_by_identity(connection, owner, named),
        await banks_by_code_or_key(connection, owner, sorted(named.bank_codes), sorted(named.bank_keys)),
    )
    in_use = NOTHING_IN_USE if find_in_use is None else await find_in_use(connection, owner, masters)
    return Ledger(masters, in_use)


async def publishers_by_code(connection: Connection, owner: int, codes: Sequence[str]) -> list[Master]:
    """All publishers that carry one of the codes; the screens allow a code more than once."""
    if not codes:
        return []
    rows = await connection.fetch(
        f"SELECT {_columns(PUBLISHER)} FROM publishers "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND publisher_mng_num = ANY($2) AND deleted_at IS NULL",
        owner,
        codes,
    )
    return _masters(PUBLISHER, rows)


async def customers_by_id(connection: Connection, owner: int, ids: Sequence[UUID]) -> list[Master]:
    """The customers with these ids, deleted or not: an invoice keeps the one it was registered for."""
    if not ids:
        return []
    rows = await connection.fetch(
        f"SELECT {_columns(CUSTOMER)} FROM customers "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND customer_id = ANY($2)",
        owner,
        ids,
    )
    return _masters(CUSTOMER, rows)


async def customers_by_identity(connection: Connection, owner: int, named: Named) -> list[Master]:
    """All customers with one of the codes or corporate numbers, and those that have nothing but a name."""
    if not (named.customer_codes or named.corporate_numbers or named.company_names):
        return []
    rows = await connection.fetch(
        f"SELECT {_columns(CUSTOMER)} FROM customers "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND deleted_at IS NULL AND (private_cust_cd = ANY($2) "
        "OR corp_genuine_id = ANY($3) "
        "OR (company_name_org = ANY($4) AND private_cust_cd IS NULL AND corp_genuine_id IS NULL))",
        owner,
        sorted(named.customer_codes),
        sorted(named.corporate_numbers),
        sorted(named.company_names),
    )
    return _masters(CUSTOMER, rows)


async def banks_by_code_or_key(
    connection: Connection, owner: int, codes: Sequence[str], keys: Sequence[BankKey]
) -> list[Master]:
    """All bank accounts that carry one of the codes, or one of the keys (bank, branch, account number)."""
    if not codes and not keys:
        return []
    banks, branches, numbers = zip(*keys, strict=True) if keys else ((), (), ())
    rows = await connection.fetch(
        f"SELECT {_columns(BANK_ACCOUNT)} FROM bank_accounts "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND deleted_at IS NULL AND (transfer_code = ANY($2) "
        "OR (fncl_inst_code, branch_code, account_num) IN "
        "(SELECT * FROM unnest($3::text[], $4::text[], $5::text[])))",
        owner,
        codes,
        banks,
        branches,
        numbers,
    )
    return _masters(BANK_ACCOUNT, rows)


@dataclass(frozen=True, slots=True)
class Listed:
    """A master in a list of them; only customers are linked."""

    fields: Fields
    updated_at: datetime
    deleted: bool
    linked: bool


async def page(
    connection: Connection, owner: int, kind: Kind, wanted: Wanted, start: int, count: int
) -> tuple[int, list[Listed]]:
    """How many masters the filters find, and a part of them in the order they were registered in."""
    where = Conditions([owner], ["company_id = $1"])
    for name, value in wanted.equal.items():
        where.add(f"{name} = {{}}", value)
    for name, value in wanted.holding.items():
        where.add(f"{name} ILIKE {{}}", like(value))
    where.add("updated_at >= {}", wanted.updated_since)
    if wanted.updated_since is None:
        where.clauses.append("deleted_at IS NULL")
    found: int = await connection.fetchval(
        f"SELECT count(*) FROM {kind.table} WHERE {where.text}",  # noqa: S608 -- names of our own
        *where.values,
    )
    linked = "buyer_company_id IS NOT NULL" if kind is CUSTOMER else "false"
    text = where.text
    rows = await connection.fetch(
        f"SELECT {_columns(kind)}, updated_at, deleted_at IS NOT NULL AS deleted, {linked} AS linked "  # noqa: S608 -- names of our own
        f"FROM {kind.table} WHERE {text} ORDER BY {kind.key} "
        f"LIMIT {where.parameter(count)} OFFSET {where.parameter(start)}",
        *where.values,
    )
    return found, [
        Listed({name: row[name] for name in kind.fields}, row["updated_at"], row["deleted"], row["linked"])
        for row in rows
    ]


async def buyers_of(connection: Connection, owner: int, customer_ids: Collection[UUID]) -> dict[UUID, int]:
    """The member companies that customers are linked to; those linked to none are left out."""
    rows = await connection.fetch(
        "SELECT customer_id, buyer_company_id FROM customers "
        "WHERE company_id = $1 AND customer_id = ANY($2) AND buyer_company_id IS NOT NULL",
        owner,
        list(customer_ids),
    )
    return {row["customer_id"]: row["buyer_company_id"] for row in rows}


async def lock(connection: Connection, owner: int) -> None:
    """Hold the masters of a company to the end of the transaction.

    Two requests that register the same new code at once would otherwise both find it unknown.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('masters', $1))", owner)


async def hold(connection: Connection, owner: int, *, alone: bool) -> None:
    """Keep the masters from being deleted until the transaction ends; to delete some, hold them alone.

    An invoice that is being registered is not seen by others yet, but needs its masters. Taken before any
    is read, and before `lock`.
    """
    shared = "" if alone else "_shared"
    await connection.execute(
        f"SELECT pg_advisory_xact_lock{shared}(hashtextextended('masters in use', $1))",
        owner,
    )


def _columns(kind: Kind) -> str:
    return ", ".join((kind.key, *kind.fields))


def _masters(kind: Kind, rows: list[Row]) -> list[Master]:
    return [Master(row[kind.key], {name: row[name] for name in kind.fields}) for row in rows]
