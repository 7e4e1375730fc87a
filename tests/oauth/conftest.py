"""The house every test here begins with."""

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.oauth.house import House, build_house


@pytest_asyncio.fixture(loop_scope="session")
async def house(pool: Pool) -> House:
    """A seller, an outsider, two clients and a clock, for this test alone."""
    return await build_house(pool)
