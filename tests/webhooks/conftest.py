"""Doors through which webhooks may be sent to this machine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from seikyu.db.pool import Pool
from tests.house.doors import Doors, open_doors
from tests.webhooks.house import Receiver, impatient, receiving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def near(pool: Pool, database_url: str) -> AsyncIterator[Doors]:
    """A house whose operator allows this machine."""
    async with open_doors(pool, database_url, SEIKYU_WEBHOOK_PRIVATE_NETWORKS="127.0.0.0/8") as opened:
        yield impatient(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver of this test's own."""
    async with receiving() as found:
        yield found
