"""A list asks the database the same few questions however long it is."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import pytest
from asyncpg.connection import LoggedQuery

from seikyu.db.pool import Pool, open_pool
from tests.house.statements import note_query
from tests.ui.house import PASSWORD, House, Member, running

SIZE = 2
# Who it is; begin; how many there are; which they are; which have unread messages; commit.
MOST = 6


@asynccontextmanager
async def watched(database_url: str, seen: list[str]) -> AsyncIterator[Pool]:
    """A pool whose connections tell of every statement."""

    def note(record: LoggedQuery) -> None:
        note_query(seen, record.query)

    pool = await open_pool(database_url, size=SIZE)
    async with AsyncExitStack() as all_of_them:
        for _ in range(SIZE):
            connection = await all_of_them.enter_async_context(pool.acquire())
            connection.add_query_logger(note)
    try:
        yield pool
    finally:
        await pool.close()


async def log_in(http: httpx.AsyncClient, member: Member) -> None:
    answer = await http.post("/login", data={"pfid": member.pfid, "password": PASSWORD})
    assert answer.status_code == 303
    # The first look after a login notes that the session is in use.
    await http.get("/seller/invoices")


@pytest.mark.parametrize("side", ["seller", "buyer"])
async def test_a_list_asks_as_often_for_sixty_invoices_as_for_one(
    database_url: str, house: House, side: str
) -> None:
    member = house.seller if side == "seller" else house.buyer
    seen: list[str] = []
    asked: list[list[str]] = []
    async with (
        watched(database_url, seen) as pool,
        running(pool, database_url) as base_url,
        httpx.AsyncClient(base_url=base_url) as http,
    ):
        await log_in(http, member)
        for more in (1, 59):
            for _ in range(more):
                await house.invoice()
            seen.clear()
            answer = await http.get(f"/{side}/invoices")
            assert answer.text.count("data-row") == more + len(asked)
            asked.append(list(seen))
    assert asked[0] == asked[1]
    assert len(asked[0]) <= MOST
