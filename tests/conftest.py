"""What every test may use: a real PostgreSQL of this run's own, migrated, and a pool on it."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from seikyu.db.embedded import start
from seikyu.db.migrate import migrate
from seikyu.db.pool import Pool, open_pool

pytest_plugins = ["tests.house.fixtures"]


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A server of this test process; tests keep apart by making companies of their own."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-"))
    parent.chmod(0o711)  # run by root, the server belongs to another user, who must get in
    server = start(parent / "database")
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(parent)


@pytest_asyncio.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """A pool on the migrated database."""
    await migrate(database_url)
    opened = await open_pool(database_url, size=10)
    yield opened
    await asyncio.wait_for(opened.close(), 10)
