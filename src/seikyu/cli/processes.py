"""Commands that run parts of an installation until they are stopped."""

import asyncio
import gc

import typer
import uvloop

from seikyu import worker
from seikyu.app import compose, listen, serve, stop_on_signals
from seikyu.cli.configured import settings
from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.pool import open_pool
from seikyu.kit.clock import system_clock
from seikyu.settings import FileServer, Settings


def add_to(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command("web")(web)
    app.command("worker")(work)
    app.command("files")(files)


def web() -> None:
    """Answer requests. Run as many as you like, also several on one port of a machine."""
    uvloop.run(run(settings(), web=True, work=False))


def work() -> None:
    """Do the work of the queue: issue, deliver, send mail. Run as many as you like."""
    uvloop.run(run(settings(), web=False, work=True))


def files() -> None:
    """Take files of payment notices by SFTP and FTPS. Run as many as you like."""
    read = settings()
    if read.files is None:
        give_up("Settings: SEIKYU_FILES_HOST_KEY_FILE or SEIKYU_FILES_CERTIFICATE_FILE is not set", MISUSED)
    # Only here: the protocols' libraries are an extra.
    from seikyu.notices.files.serving import serve as serve_files  # noqa: PLC0415 -- see above

    async def run_files(server: FileServer) -> None:
        stop = stop_on_signals()
        pool = await open_pool(read.database_url, size=read.pool_size)
        try:
            await serve_files(server, pool, system_clock, stop)
        finally:
            await asyncio.wait_for(pool.close(), 30)

    uvloop.run(run_files(read.files))


async def run(read: Settings, *, web: bool, work: bool) -> None:
    """Be a web process, a worker, or both, until told to stop."""
    stop = stop_on_signals()
    pool = await open_pool(read.database_url, size=read.pool_size)
    try:
        async with asyncio.TaskGroup() as group:
            if web:
                application = compose(read, pool, system_clock)
                _spare_collector()
                group.create_task(serve(application, listen(read.host, read.port), stop))
            if work:
                group.create_task(worker.run(read, pool, system_clock, stop))
    finally:
        await asyncio.wait_for(pool.close(), 30)


def _spare_collector() -> None:
    """Let the garbage collector look at what requests leave behind, seldom and at nothing else.

    What the start has made lives as long as the process; a batch makes tens of thousands of objects, none of
    them in a cycle, and by default the collector would go through them again and again.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
