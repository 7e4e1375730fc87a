"""Loading masters, a batch's worth at a time; the owner company comes first."""

from collections.abc import Sequence
from uuid import UUID

from seikyu.db.pool import Connection, Row
from seikyu.partners.model import BANK_ACCOUNT, CUSTOMER, PUBLISHER, Kind, Master

BankKey = tuple[str, str, str]


async def publishers_by_code(connection: Connection, owner: int, codes: Sequence[str]) -> list[Master]:
    """All publishers that carry one of the codes; the screens allow a code more than once."""
    rows = await connection.fetch(
        f"SELECT {_columns(PUBLISHER)} FROM publishers "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND publisher_mng_num = ANY($2) AND deleted_at IS NULL",
        owner,
        codes,
    )
    return _masters(PUBLISHER, rows)


async def customers_by_id(connection: Connection, owner: int, ids: Sequence[UUID]) -> list[Master]:
    """The customers with these ids."""
    rows = await connection.fetch(
        f"SELECT {_columns(CUSTOMER)} FROM customers "  # noqa: S608 -- column names of our own
        "WHERE company_id = $1 AND customer_id = ANY($2)",
        owner,
        ids,
    )
    return _masters(CUSTOMER, rows)


async def banks_by_code_or_key(
    connection: Connection, owner: int, codes: Sequence[str], keys: Sequence[BankKey]
) -> list[Master]:
    """All bank accounts that carry one of the codes, or one of the keys (bank, branch, account number)."""
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


async def lock(connection: Connection, owner: int) -> None:
    """Hold the masters of a company to the end of the transaction.

    Two requests that register the same new code at once would otherwise both find it unknown.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('masters', $1))", owner)


def _columns(kind: Kind) -> str:
    return ", ".join((kind.key, *kind.fields))


def _masters(kind: Kind, rows: list[Row]) -> list[Master]:
    return [Master(row[kind.key], {name: row[name] for name in kind.fields}) for row in rows]
