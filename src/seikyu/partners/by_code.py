"""Customers as people write them into a form: by code, corporate number or name."""

from collections.abc import Collection

from seikyu.db.pool import Connection


async def find_customers(
    connection: Connection, owner: int, written: Collection[str]
) -> dict[str, frozenset[str]]:
    """The ids of the customers that each text names; what names none is left out."""
    rows = await connection.fetch(
        """
        SELECT w.text, c.customer_id FROM unnest($2::text[]) AS w (text)
        JOIN customers AS c ON c.company_id = $1 AND c.deleted_at IS NULL
         AND w.text IN (c.private_cust_cd, c.corp_genuine_id, c.company_name_org)
        """,
        owner,
        list(written),
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["text"], set()).add(str(row["customer_id"]))
    return {text: frozenset(ids) for text, ids in found.items()}


async def write_customers(connection: Connection, owner: int, ids: Collection[str]) -> dict[str, str]:
    """How each of the customers is written: by the first of code, corporate number and name it has."""
    rows = await connection.fetch(
        "SELECT customer_id, coalesce(private_cust_cd, corp_genuine_id, company_name_org, '') AS text "
        "FROM customers WHERE company_id = $1 AND customer_id = ANY($2::uuid[])",
        owner,
        list(ids),
    )
    return {str(row["customer_id"]): row["text"] for row in rows}
