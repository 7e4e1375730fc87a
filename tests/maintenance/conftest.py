"""A database of these tests' own: what stops everything stops it for nobody else."""

import asyncio
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from starlette.types import ASGIApp

from seikyu.app import compose
from seikyu.db.embedded import start
from seikyu.db.migrate import migrate
from seikyu.db.pool import Pool, open_pool
from seikyu.maintenance.gate import Gate
from seikyu.serving import listen, serve
from tests.house.cast import Cast, build_cast, quick_passwords
from tests.house.doors import PATIENCE, settings_for
from tests.maintenance.house import MovedClock, Site


@pytest.fixture(scope="package")
def apart_url() -> Iterator[str]:
    """A server that no other test sees."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-maintenance-"))
    parent.chmod(0o711)
    server = start(parent / "database")
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(parent)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def apart(apart_url: str) -> AsyncIterator[Pool]:
    """A pool on it."""
    await migrate(apart_url)
    pool = await open_pool(apart_url, size=10)
    yield pool
    await asyncio.wait_for(pool.close(), 10)


@pytest_asyncio.fixture(loop_scope="session")
async def people(apart: Pool, password_hash: str) -> Cast:
    """Companies of this test's own."""
    return await build_cast(apart, password_hash)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def opened(apart: Pool, apart_url: str) -> AsyncIterator[Site]:
    """A web server on it."""
    async with running(apart, apart_url) as site:
        yield site


@pytest_asyncio.fixture(loop_scope="session")
async def site(opened: Site) -> AsyncIterator[Site]:
    """The web server at its right time; nothing is stopped before the test nor after it."""
    yield opened
    opened.clock.by = timedelta()
    opened.http.cookies.clear()
    await opened.pool.execute("UPDATE maintenance_windows SET ended_at = starts_at WHERE ended_at IS NULL")
    await opened.look()


@asynccontextmanager
async def running(pool: Pool, url: str) -> AsyncIterator[Site]:
    clock = MovedClock()
    listener: socket.socket = listen("127.0.0.1", 0)
    settings = settings_for(url, listener.getsockname()[1])
    app = compose(settings, pool, clock, passwords=quick_passwords())
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop))
    try:
        async with httpx.AsyncClient(base_url=settings.base_url, timeout=PATIENCE) as http:
            yield Site(pool, clock, http, [gate_of(app).watch])
    finally:
        stop.set()
        await serving


def gate_of(app: ASGIApp) -> Gate:
    """The gate, which other layers stand around."""
    while not isinstance(app, Gate):
        app = app.app  # type: ignore[attr-defined] # each layer has the next
    return app
