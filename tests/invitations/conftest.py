"""Nothing that inviting asked for is left for other tests to do."""

from collections.abc import AsyncIterator

import pytest_asyncio

from seikyu.db.pool import Pool


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def empty_queue(pool: Pool) -> AsyncIterator[None]:
    """Mails and invitations that a test did not wait for are forgotten with it."""
    yield
    await pool.execute("DELETE FROM pgqueuer")
