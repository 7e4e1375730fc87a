"""A seller with both options, its invoices issued, and a mail house of the test's own."""

import io
from typing import Any

import httpx
from pypdf import PdfReader

from seikyu.accounts.model import Option
from seikyu.db.pool import Pool, transaction
from tests.house.cast import BUYER_AS_CUSTOMER, PASSWORD, Cast, Party, build_cast
from tests.house.doors import INVOICES, Doors, until
from tests.house.papers import rows

BOTH = frozenset({Option.POSTAL_PROXY, Option.BULK_PRINT})
POST = {"inv_coop_post_use_type": "2"}
INVOICE: dict[str, Any] = {
    "customer": {"corp_genuine_id": "7000012050002"},
    "inv_no": "N-1",
    "inv_name": "8月分ご請求",
    "inv_show_amount": 1100,
}
UNLINKED: dict[str, Any] = {
    **BUYER_AS_CUSTOMER,
    "corp_genuine_id": None,
    "private_cust_cd": "POST-1",
    "company_name_org": "有限会社郵便商店",
    "base_name": None,
}


async def build(pool: Pool, password_hash: str) -> Cast:
    """The cast, the seller with both options and an address of its own."""
    cast = await build_cast(pool, password_hash, options=BOTH)
    async with transaction(pool, None) as connection:
        await connection.execute(
            "UPDATE companies SET zip = '100-0001', address1 = '東京都千代田区千代田1-1' "
            "WHERE company_id = $1",
            cast.seller.company_id,
        )
    return cast


async def register(doors: Doors, cast: Cast, *invoices: dict[str, Any]) -> list[int]:
    """Register through the API; return the numbers."""
    body = {"response_type": "json", "invoices": [*invoices]}
    answer = await doors.send(cast.seller, "POST", INVOICES, body)
    assert answer.status_code == 200, answer.text
    return [int(line["invoice_mng_num"]) for line in answer.json()["invoices"]]


async def issue(doors: Doors, cast: Cast, *invoices: dict[str, Any]) -> list[int]:
    """Register and issue."""
    numbers = await register(doors, cast, *invoices)
    await work(doors, cast)
    return numbers


async def work(doors: Doors, cast: Cast) -> None:
    """Let a worker do all of the seller's jobs that are due; those for later stay."""

    async def done() -> bool:
        due = (
            "SELECT EXISTS (SELECT FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1 "
            "AND (execute_after < now() + interval '1 minute'))"
        )
        return not await doors.pool.fetchval(due, f'%"company_id":{cast.seller.company_id},%')

    async with doors.working():
        await until(done)


async def sign_in(doors: Doors, party: Party) -> httpx.AsyncClient:
    """A browser-like client of a person who has logged in; the caller closes it."""
    http = httpx.AsyncClient(base_url=doors.settings.base_url)
    answer = await http.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return http


async def letters(doors: Doors, cast: Cast) -> list[dict[str, Any]]:
    query = "SELECT * FROM letters WHERE company_id = $1 ORDER BY letter_id"
    return await rows(doors.pool, cast.seller.company_id, query, cast.seller.company_id)


async def close(http: httpx.AsyncClient) -> int:
    """Close a batch on screen; return its number."""
    answer = await http.post("/seller/posting/close")
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
