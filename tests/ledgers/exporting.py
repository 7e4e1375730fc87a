"""Invoices of the buyer with slips, and exporting them through the door."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import httpx

from seikyu.db.pool import Pool, transaction
from seikyu.issuing.model import SellerStatus
from seikyu.journals.model import Entry
from seikyu.journals.store import NewSlip, write
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.papers import add_invoices
from tests.ledgers.papers import ONE_ROW

EXPORTS = "/v1/invoice/buyer/exports"
DAY = date(2026, 7, 31)


async def journalised(doors: Doors, cast: Cast, count: int = 1, **changes: Any) -> list[int]:
    """Received invoices with confirmed slips."""
    numbers = await add_invoices(doors.pool, cast, count, SellerStatus.ISSUED, **changes)
    await enter(doors.pool, cast, numbers)
    return numbers


async def enter(
    pool: Pool,
    cast: Cast,
    numbers: Sequence[int],
    entries: Sequence[Entry] = ONE_ROW,
    *,
    day: date = DAY,
    revision: int = 0,
    confirmed: bool = True,
) -> None:
    """Slips as entering and confirming them leaves them."""
    by = cast.buyer.user.user_id
    slips = [NewSlip(number, 1, day, revision, entries) for number in numbers]
    async with transaction(pool, cast.buyer.company_id) as connection:
        written = await write(
            connection, cast.buyer.company_id, slips, system_clock(), confirmed=confirmed, by=by
        )
    assert written == set(numbers)


async def export(doors: Doors, cast: Cast, format_: str, **asked: Any) -> httpx.Response:
    return await doors.send(
        cast.buyer, "POST", EXPORTS, {"response_type": "json", "format": format_, **asked}
    )


async def made(doors: Doors, cast: Cast, format_: str, **asked: Any) -> dict[str, Any]:
    answer = await export(doors, cast, format_, **asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def file_of(doors: Doors, cast: Cast, told: dict[str, Any]) -> bytes:
    answer = await doors.get(cast.buyer, f"{EXPORTS}/{told['export']['export_id']}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


def rows_of(content: bytes, encoding: str = "cp932") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
