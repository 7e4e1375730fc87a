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


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of tests that take long."""
    config.addinivalue_line("markers", "long: takes many seconds, so it is begun before the others")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: begun last, it would keep one process at work while the others are done.

    What has a time limit of its own takes long as well. All else stays in the order it was shuffled into.
    """
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("long", "timeout")))


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
