"""Commands that run parts of an installation until they are stopped."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from enum import Enum, auto

import typer
import uvloop

from seikyu import scheduler, worker
from seikyu.app import compose
from seikyu.cli.configured import settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import Pool, open_pool
from seikyu.db.revisions import SchemaTooOld, check_schema, needed
from seikyu.jobs.work import Watch
from seikyu.kit.clock import system_clock
from seikyu.sealed import WrongKey, prove
from seikyu.seals import Seals
from seikyu.serving import listen, serve, stop_on_signals
from seikyu.settings import FileServer, Settings
from seikyu.storage.places import open_place
from seikyu.telemetry.metrics import Meter
from seikyu.telemetry.page import metrics_page
from seikyu.telemetry.tracing import Tracing, no_tracing, tracing_to


class Part(Enum):
    """What a process can do; any number of processes may do the same."""

    WEB = auto()
    WORKER = auto()
    SCHEDULER = auto()
    FILES = auto()


EVERYTHING = frozenset({Part.WEB, Part.WORKER, Part.SCHEDULER})
"""The file server is apart: it needs an extra, and ports of its own."""


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("web")(web)
    app.command("worker")(work)
    app.command("scheduler")(schedule)
    app.command("files")(files)


def web() -> None:
    """Answer requests. Run as many as you like, also several on one port of a machine."""
    uvloop.run(run(settings(), frozenset({Part.WEB})))


def work() -> None:
    """Do the work of the queue: issue, deliver, send mail. Run as many as you like."""
    uvloop.run(run(settings(), frozenset({Part.WORKER})))


def schedule() -> None:
    """Hand to the workers what is due again and again. Run two: what one cannot do, the other does."""
    uvloop.run(run(settings(), frozenset({Part.SCHEDULER})))


def files() -> None:
    """Take files of payment notices by SFTP and FTPS. Run as many as you like."""
    read = settings()
    if read.files is None:
        give_up("Settings: SEIKYU_FILES_HOST_KEY_FILE or SEIKYU_FILES_CERTIFICATE_FILE is not set", MISUSED)
    uvloop.run(run(read, frozenset({Part.FILES})))


async def run(read: Settings, parts: frozenset[Part]) -> None:
    """Do these parts until told to stop."""
    stop = stop_on_signals()
    tracing = tracing_to(read.otel_endpoint, _name(parts)) if read.otel_endpoint else no_tracing()
    meter = Meter(_name(parts))
    async with AsyncExitStack() as stack:
        stack.callback(tracing.close)
        size = max(read.pool_size, worker.LEAST_CONNECTIONS if Part.WORKER in parts else 0)
        pool = await stack.enter_async_context(
            _pool(read, read.database_url, tracing, size, pooled=read.pooled)
        )
        # New jobs are heard of by a connection that stays: past the pooler.
        queue = pool
        if read.pooled and Part.WORKER in parts:
            queue = await stack.enter_async_context(_pool(read, read.whole_url, tracing, size, pooled=False))
        try:
            await check_schema(pool, needed())
            await prove(pool, Seals(read.secret_keys))
        except (SchemaTooOld, WrongKey) as problem:
            give_up(str(problem))
        async with asyncio.TaskGroup() as group:
            if Part.WEB in parts:
                application = compose(read, pool, system_clock, meter, tracing)
                _spare_collector()
                group.create_task(serve(application, listen(read.host, read.port), stop))
            if Part.WORKER in parts:
                group.create_task(worker.run(read, pool, queue, system_clock, stop, Watch(meter, tracing)))
            if Part.SCHEDULER in parts:
                group.create_task(scheduler.run(pool, system_clock, stop))
            if Part.FILES in parts and read.files is not None:
                group.create_task(_take_files(read.files, pool, stop))
            if read.metrics_port is not None:
                page = metrics_page(meter, pool, queue=Part.SCHEDULER in parts)
                group.create_task(serve(page, listen(read.metrics_host, read.metrics_port), stop))


@asynccontextmanager
async def _pool(
    read: Settings, url: str, tracing: Tracing, size: int, *, pooled: bool
) -> AsyncIterator[Pool]:
    place = open_place(read.objects)
    pool = await open_pool(url, size=size, pooled=pooled, told=tracing.statement, place=place)
    try:
        yield pool
    finally:
        await asyncio.wait_for(pool.close(), 30)


async def _take_files(server: FileServer, pool: Pool, stop: asyncio.Event) -> None:
    # Only here: the protocols' libraries are an extra.
    from seikyu.notices.files.serving import serve as serve_files  # noqa: PLC0415 -- see above

    await serve_files(server, pool, system_clock, stop)


def _name(parts: frozenset[Part]) -> str:
    return next(iter(parts)).name.lower() if len(parts) == 1 else "serve"


def _spare_collector() -> None:
    """Let the garbage collector look at what requests leave behind, seldom and at nothing else.

    What the start has made lives as long as the process; a batch makes tens of thousands of objects, none of
    them in a cycle, and by default the collector would go through them again and again.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
