"""A seller with both options."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from seikyu.db.pool import Pool
from tests.house.cast import Cast
from tests.house.doors import Doors
from tests.posting import house


@pytest_asyncio.fixture(loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> AsyncIterator[Cast]:
    """Companies of this test's own; jobs they left for later wait for nobody."""
    built = await house.build(pool, password_hash)
    yield built
    query = "DELETE FROM pgqueuer WHERE convert_from(payload, 'UTF8') LIKE $1"
    await pool.execute(query, f'%"company_id":{built.seller.company_id},%')


@pytest_asyncio.fixture(loop_scope="session")
async def screen(doors: Doors, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    """The seller's person at the screens."""
    http = await house.sign_in(doors, cast.seller)
    yield http
    await http.aclose()
