"""Suppliers as people write them into the conditions of a route: payees, and companies that issue to us."""

from collections.abc import Collection

from seikyu.db.pool import Connection
from seikyu.receiving.submission import SELLER, seller_id


async def find_suppliers(
    connection: Connection, owner: int, written: Collection[str]
) -> dict[str, frozenset[str]]:
    """What each text names: payees by code, corporate number or name, issuers by their company's name."""
    rows = await connection.fetch(
        """
        SELECT w.text, p.master_id::text AS payee, NULL::bigint AS seller FROM unnest($2::text[]) AS w (text)
        JOIN coded_masters AS p ON p.company_id = $1 AND p.kind = 'payees' AND p.deleted_at IS NULL
         AND w.text IN (p.key, p.title, p.fields->>'corp_genuine_id')
        UNION
        SELECT w.text, NULL, r.seller_company_id FROM unnest($2::text[]) AS w (text)
        JOIN received_invoices AS r ON r.company_id = $1 AND r.seller_name = w.text
        WHERE r.seller_company_id IS NOT NULL
        """,
        owner,
        list(written),
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        key = row["payee"] if row["seller"] is None else seller_id(row["seller"])
        found.setdefault(row["text"], set()).add(key)
    return {text: frozenset(ids) for text, ids in found.items()}


async def write_suppliers(connection: Connection, owner: int, ids: Collection[str]) -> dict[str, str]:
    """How each is written: a payee by its code, an issuer by the name it had last."""
    sellers = [int(one.removeprefix(SELLER)) for one in ids if one.startswith(SELLER)]
    payees = [one for one in ids if not one.startswith(SELLER)]
    rows = await connection.fetch(
        """
        SELECT p.master_id::text AS id, p.key AS text FROM coded_masters AS p
        WHERE p.company_id = $1 AND p.kind = 'payees' AND p.master_id = ANY($2::uuid[])
        UNION ALL
        SELECT * FROM (
            SELECT DISTINCT ON (r.seller_company_id) $4 || r.seller_company_id::text, r.seller_name
            FROM received_invoices AS r WHERE r.company_id = $1 AND r.seller_company_id = ANY($3::bigint[])
            ORDER BY r.seller_company_id, r.received_at DESC
        ) AS named
        """,
        owner,
        payees,
        sellers,
        SELLER,
    )
    return {row["id"]: row["text"] for row in rows}
