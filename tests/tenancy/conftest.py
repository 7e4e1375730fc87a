"""A whole sandbox's data on a server of its own."""

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
from seikyu.kit.clock import system_clock
from seikyu.sandbox.data.cast import Role
from seikyu.sandbox.data.making import make
from tests.tenancy.scan import BASE_URL, Place

TRADERS = (Role.SELLER, Role.BUYER)


@pytest.fixture(scope="module")
def place_url() -> Iterator[str]:
    """A server that no other test sees."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-tenancy-"))
    parent.chmod(0o711)
    server = start(parent / "database")
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(parent)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(
    place_url: str, password_hash: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Place]:
    """Two companies that trade and hold something of every kind, and one that has nothing to do with them."""
    await migrate(place_url)
    pool: Pool = await open_pool(place_url, size=10)
    try:
        logins = await make(pool, system_clock, tmp_path_factory.mktemp("place"), BASE_URL, asyncio.Event())
        traders = [logins.members[role] for role in TRADERS]
        yield await Place.prepared(place_url, pool, traders, password_hash)
    finally:
        await asyncio.wait_for(pool.close(), 30)
