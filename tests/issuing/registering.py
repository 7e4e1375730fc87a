"""Registering through the API, for the tests of it."""

from typing import Any

import httpx

from tests.house.cast import Cast
from tests.house.doors import INVOICES, Doors, Spelling
from tests.house.papers import rows

BUYER = {"corp_genuine_id": "7000012050002"}
"""Names the customer that is linked to the buyer."""
INVOICE: dict[str, Any] = {
    "customer": BUYER,
    "inv_no": "N-1",
    "inv_name": "8月分ご請求",
    "inv_show_amount": 1100,
}


async def post(
    doors: Doors,
    cast: Cast,
    *invoices: Any,
    spelling: Spelling = "json",
    headers: dict[str, str] | None = None,
    **top: Any,
) -> httpx.Response:
    """請求書登録."""
    body = {"response_type": spelling, "invoices": [*invoices], **top}
    return await doors.send(cast.seller, "POST", INVOICES, body, spelling=spelling, headers=headers)


async def registered(doors: Doors, cast: Cast, **fields: Any) -> dict[str, Any]:
    """A new invoice that holds these fields, as the API shows it."""
    answer = await post(doors, cast, {**INVOICE, **fields})
    assert answer.status_code == 200, answer.text
    [line] = answer.json()["invoices"]
    return await shown(doors, cast, line["invoice_mng_num"])


async def shown(doors: Doors, cast: Cast, number: str) -> dict[str, Any]:
    answer = await doors.get(cast.seller, f"{INVOICES}/{number}")
    assert answer.status_code == 200, answer.text
    invoice: dict[str, Any] = answer.json()["invoice"]
    return invoice


async def masters(doors: Doors, cast: Cast, table: str, **where: str | None) -> list[dict[str, Any]]:
    """The rows of a master that are not deleted."""
    query = f"SELECT * FROM {table} WHERE deleted_at IS NULL ORDER BY created_at"
    found = await rows(doors.pool, cast.seller.company_id, query)
    return [row for row in found if all(row[name] == value for name, value in where.items())]


async def count_invoices(doors: Doors, cast: Cast) -> int:
    [row] = await rows(doors.pool, cast.seller.company_id, "SELECT count(*) AS n FROM invoices")
    found: int = row["n"]
    return found


async def forget_jobs(doors: Doors, cast: Cast) -> list[dict[str, Any]]:
    """Take the seller's jobs out of the queue: nobody is to wait for them."""
    query = (
        "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1 RETURNING execute_after, payload"
    )
    return await rows(doors.pool, cast.seller.company_id, query, f'%"company_id":{cast.seller.company_id},%')
