"""Uploading through the screens' own door, for the tests of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx

from seikyu.db.pool import transaction
from seikyu.kit.csv_text import Encoding, write
from seikyu.uploads import queries
from seikyu.uploads.layout import STANDARD
from seikyu.uploads.model import Upload
from tests.house.cast import PASSWORD, Cast, Party
from tests.house.doors import Doors
from tests.house.papers import rows

HEADS = [head for head, _ in STANDARD]
LINE: dict[str, str] = {
    "inv_no": "U-1",
    "customer.private_cust_cd": "C-1",
    "inv_name": "11月分ご請求",
    "details.item_name": "保守料",
    "details.item_qty": "2",
    "details.item_price": "1500",
    "details.tax_type": "課税",
    "details.tax_rate_sec": "10%",
}


def standard(*lines: Mapping[str, str], encoding: Encoding = "utf-8") -> bytes:
    """A file in the standard layout, a line from the names of our fields."""
    return write([HEADS, *([line.get(path, "") for _, path in STANDARD] for line in lines)], encoding)


def invoices(count: int, first: int = 1, **changes: str) -> list[dict[str, str]]:
    """Lines that are an invoice each."""
    return [{**LINE, "inv_no": f"U-{number}", **changes} for number in range(first, first + count)]


async def enter(doors: Doors, party: Party) -> dict[str, str]:
    """The cookies of somebody who has logged in."""
    async with httpx.AsyncClient(base_url=doors.http.base_url) as client:
        answer = await client.post("/login", data={"pfid": party.user.pfid, "password": PASSWORD})
        assert answer.status_code == 303
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}


async def know_customers(doors: Doors, cast: Cast, *codes: str) -> None:
    """Customers of these codes; the first is linked to the buyer."""
    made = [{"customer": {"private_cust_cd": code, "company_name_org": f"得意先{code}"}} for code in codes]
    answer = await doors.send(
        cast.seller, "POST", "/v1/invoice/seller/invoices", {"response_type": "json", "invoices": made}
    )
    assert answer.status_code == 200, answer.text


async def send(
    doors: Doors, cookies: dict[str, str], content: bytes, name: str = "請求.csv", **fields: str
) -> httpx.Response:
    """Choose a file and send it."""
    files = {"file": (name, content, "application/octet-stream")}
    return await doors.http.post("/seller/uploads/new", files=files, data=fields, headers=cookies)


async def uploaded(
    doors: Doors, cookies: dict[str, str], content: bytes, name: str = "請求.csv", **fields: str
) -> str:
    """The path of an upload that was taken."""
    answer = await send(doors, cookies, content, name, **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removesuffix("/mapping")


async def checked(
    doors: Doors, cookies: dict[str, str], content: bytes, name: str = "請求.csv", **fields: str
) -> str:
    """The path of an upload that was checked."""
    path = await uploaded(doors, cookies, content, name, **fields)
    await doors.work_off()
    return path


async def press(doors: Doors, cookies: dict[str, str], path: str, **fields: str) -> httpx.Response:
    """Send a form of a page."""
    return await doors.http.post(path, data=fields or {"x": "1"}, headers=cookies)


async def upload_of(doors: Doors, party: Party, path: str) -> Upload:
    """What is known of an upload."""
    async with transaction(doors.pool, party.company_id) as connection:
        found = await queries.upload(connection, party.company_id, UUID(path.rpartition("/")[2]))
    assert found is not None
    return found


async def told(doors: Doors, party: Party, path: str) -> list[tuple[int, str | None, str]]:
    """Row as people count, head of the column, and code of everything that was found."""
    upload = await upload_of(doors, party, path)
    async with transaction(doors.pool, party.company_id) as connection:
        errors = await queries.errors(connection, party.company_id, upload.upload_id)
    return [
        (error.row + 2, None if error.column is None else upload.header[error.column], error.code)
        for error in errors
    ]


async def documents(doors: Doors, party: Party) -> list[bytes]:
    """The stored documents of a seller in the order in which they were registered."""
    found = await rows(
        doors.pool, party.company_id, "SELECT document FROM invoice_versions ORDER BY invoice_mng_num"
    )
    return [row["document"] for row in found]


async def numbers(doors: Doors, party: Party) -> list[str]:
    """The invoice numbers of a seller."""
    found: Sequence[dict[str, Any]] = await rows(
        doors.pool, party.company_id, "SELECT inv_no FROM invoices ORDER BY invoice_mng_num"
    )
    return [row["inv_no"] for row in found]
