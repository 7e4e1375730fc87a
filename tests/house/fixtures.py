"""The fixtures every test of whole flows may use."""

from collections.abc import AsyncIterator

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.house.cast import Cast, build_cast, hashed_password
from tests.house.doors import Doors, open_doors


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def doors(pool: Pool, database_url: str) -> AsyncIterator[Doors]:
    """A web server on the test database."""
    async with open_doors(pool, database_url) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def password_hash() -> str:
    """The hash of everybody's password."""
    return await hashed_password()


@pytest_asyncio.fixture(loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> Cast:
    """Companies of this test's own."""
    return await build_cast(pool, password_hash)
