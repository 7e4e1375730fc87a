"""Setting the stage and clearing it away."""

import asyncio
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from itertools import count as count_up
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from bench import processes
from bench.seed import seed, tidy
from bench.stage import Stage
from seikyu.db.embedded import EmbeddedServer, start
from seikyu.db.embedded.layout import APPLICATION, SUPERUSER, Layout, password
from seikyu.db.migrate import migrate
from seikyu.seals import new_key
from seikyu.settings import Environment

BODY_LIMIT = 256 * 1024 * 1024
"""Above the default, which a thousand invoices of a hundred lines do not keep."""


@asynccontextmanager
async def open_stage(*, invoices: int, count: int, rounds: int, quick: bool) -> AsyncIterator[Stage]:
    """Start everything, `count` web processes; stop and remove it in the end."""
    parent = _folder()
    try:
        server = await asyncio.to_thread(start, parent / "database")
        try:
            async with _stage(server, invoices, count, rounds, quick=quick) as stage:
                yield stage
        finally:
            await asyncio.to_thread(server.stop)
    finally:
        shutil.rmtree(parent)


@asynccontextmanager
async def _stage(
    server: EmbeddedServer, invoices: int, count: int, rounds: int, *, quick: bool
) -> AsyncIterator[Stage]:
    await migrate(server.url)
    environment = _environment(server.url)
    logs = server.folder.parent
    database = await asyncpg.connect(server.url)
    try:
        seeded = await seed(database, invoices, Environment.PRODUCTION)
        await tidy(database)
        with (
            processes.web(count, environment, logs) as web,
            processes.empty(count, environment, logs) as empty,
            ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor,
        ):
            yield Stage(
                url=server.url,
                administrator_url=_administrator_url(server),
                folder=server.folder,
                environment=environment,
                seeded=seeded,
                database=database,
                web=web,
                empty=empty,
                rounds=rounds,
                quick=quick,
                executor=executor,
                turns=count_up(),
            )
    finally:
        await database.close()


def _folder() -> Path:
    parent = Path(tempfile.mkdtemp(prefix="seikyu-bench-"))
    parent.chmod(0o711)  # run by root, the server belongs to another user, who must get in
    return parent


def _environment(url: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SEIKYU_")}
    return {
        **inherited,
        "SEIKYU_DATABASE_URL": url,
        "SEIKYU_ENVIRONMENT": Environment.PRODUCTION.value,
        "SEIKYU_SECRET_KEY": new_key(),
        "SEIKYU_SMTP_HOST": "127.0.0.1",  # web processes send nothing
        "SEIKYU_MAX_BODY_BYTES": str(BODY_LIMIT),
    }


def _administrator_url(server: EmbeddedServer) -> str:
    host = urlsplit(server.url).netloc.rpartition("@")[2]
    return f"postgresql://{SUPERUSER}:{password(Layout(server.folder), SUPERUSER)}@{host}/{APPLICATION}"
