"""A buyer's desk at which papers are entered."""

from collections.abc import AsyncIterator
from datetime import datetime

import httpx
import pytest_asyncio

from seikyu.db.pool import transaction
from seikyu.kit.clock import system_clock
from seikyu.kit.ids import new_id
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.house.screens import at_screen


@pytest_asyncio.fixture(loop_scope="session")
async def desk(doors: Doors, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody of the buyer at the screen, with a payee and a department to choose."""
    now: datetime = system_clock()
    kept = (
        ("payees", "P-001", "文具の山本", '{"payee_code": "P-001", "payee_name": "文具の山本"}'),
        ("departments", "110", "総務課", '{"department_code": "110", "department_name": "総務課"}'),
    )
    async with transaction(doors.pool, cast.buyer.company_id) as connection:
        for kind, key, title, fields in kept:
            await connection.execute(
                "INSERT INTO coded_masters (company_id, kind, master_id, key, title, fields, created_at, "
                "updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)",
                cast.buyer.company_id,
                kind,
                new_id(now),
                key,
                title,
                fields,
                now,
            )
    async with at_screen(doors, cast.buyer) as http:
        yield http
