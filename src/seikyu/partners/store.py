"""Storing what a batch decided about masters: one statement for the new of a kind, one for the changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from seikyu.db.pool import Connection
from seikyu.partners.ledger import Ledger
from seikyu.partners.model import Kind, Master


async def save(connection: Connection, owner: int, ledger: Ledger, now: datetime) -> None:
    """Store all that changed."""
    for kind, book in ledger.books:
        if book.changed:
            await register(connection, owner, kind, book.registered, now)
            await update(connection, owner, kind, book.updated, now)
            await delete(connection, owner, kind, book.deleted, now)


async def register(
    connection: Connection, owner: int, kind: Kind, masters: Sequence[Master], now: datetime
) -> None:
    """Add masters."""
    if masters:
        await connection.execute(
            f"INSERT INTO {kind.table} "  # noqa: S608 -- names of our own
            f"(company_id, created_at, updated_at, {kind.key}, {', '.join(kind.fields)}) "
            f"SELECT $1, $2, $2, m.* FROM {_unnested(kind, first=3)} AS m",
            owner,
            now,
            *_arrays(kind, masters),
        )


async def link_customer(
    connection: Connection,
    owner: int,
    customer_id: UUID,
    *,
    code: str,
    email: str,
    buyer_company_id: int | None,
) -> None:
    """Give a customer its 発行先コード, its mail address and the member it stands for, if it is one."""
    await connection.execute(
        "UPDATE customers SET private_cust_cd = $3, user_email = $4, buyer_company_id = $5 "
        "WHERE company_id = $1 AND customer_id = $2",
        owner,
        customer_id,
        code,
        email,
        buyer_company_id,
    )


async def update(
    connection: Connection, owner: int, kind: Kind, masters: Sequence[Master], now: datetime
) -> None:
    """Give known masters all their fields anew."""
    if masters:
        names = ", ".join((kind.key, *kind.fields))
        await connection.execute(
            f"UPDATE {kind.table} AS t SET updated_at = $2, "  # noqa: S608 -- names of our own
            f"{', '.join(f'{name} = m.{name}' for name in kind.fields)} "
            f"FROM {_unnested(kind, first=3)} AS m ({names}) "
            f"WHERE t.company_id = $1 AND t.{kind.key} = m.{kind.key}",
            owner,
            now,
            *_arrays(kind, masters),
        )


async def delete(
    connection: Connection, owner: int, kind: Kind, deleted: Sequence[UUID], now: datetime
) -> None:
    """Mark masters as deleted; their rows stay, for invoices keep pointing to them."""
    if deleted:
        await connection.execute(
            f"UPDATE {kind.table} SET deleted_at = $2, updated_at = $2 "  # noqa: S608 -- names of our own
            f"WHERE company_id = $1 AND {kind.key} = ANY($3) AND deleted_at IS NULL",
            owner,
            now,
            deleted,
        )


def _unnested(kind: Kind, first: int) -> str:
    texts = ", ".join(f"${n}::text[]" for n in range(first + 1, first + 1 + len(kind.fields)))
    return f"unnest(${first}::uuid[], {texts})"


def _arrays(kind: Kind, masters: Sequence[Master]) -> list[object]:
    columns: list[object] = [[master.fields.get(name) for master in masters] for name in kind.fields]
    return [[master.master_id for master in masters], *columns]
