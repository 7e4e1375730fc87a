"""One cast for all tests of a file: nothing here minds what else it has."""

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.house.cast import Cast, build_cast


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(pool: Pool, password_hash: str) -> Cast:
    """One cast for all."""
    return await build_cast(pool, password_hash)
