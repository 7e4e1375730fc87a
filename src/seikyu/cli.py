"""The `seikyu` command."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from seikyu import docs, worker
from seikyu.app import compose, listen, serve, stop_on_signals
from seikyu.db.migrate import migrate
from seikyu.db.pool import open_pool
from seikyu.http import logs
from seikyu.kit.clock import system_clock
from seikyu.settings import Settings, SettingsError, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Seikyu: a B2B invoice exchange for Japan.")
docs_app = typer.Typer(no_args_is_help=True, help="The generated part of the documentation.")
app.add_typer(docs_app, name="docs")


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database named by SEIKYU_DATABASE_URL to the shape this version needs."""
    uvloop.run(migrate(_settings().database_url))


@app.command()
def web() -> None:
    """Answer requests. Run as many as you like, also several on one port of a machine."""
    uvloop.run(_run(_settings(), web=True, work=False))


@app.command("worker")
def worker_command() -> None:
    """Do the work of the queue: issue, deliver, send mail. Run as many as you like."""
    uvloop.run(_run(_settings(), web=False, work=True))


@app.command("serve")
def serve_command() -> None:
    """Web and worker in one process, for a small installation; migrates first."""
    settings = _settings()
    uvloop.run(migrate(settings.database_url))
    uvloop.run(_run(settings, web=True, work=True))


@docs_app.command("build")
def build_docs(folder: Annotated[Path, typer.Option(help="Where the documentation lies.")] = Path("docs")) -> None:
    """Write the pages that are generated from the declarations."""
    docs.write_docs(folder)


@docs_app.command("check")
def check_docs(folder: Annotated[Path, typer.Option(help="Where the documentation lies.")] = Path("docs")) -> None:
    """Fail when a generated page is not what the declarations say."""
    if stale := docs.check(folder):
        typer.echo("Not fresh (run `seikyu docs build`): " + ", ".join(stale), err=True)
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()


def _settings() -> Settings:
    try:
        settings = read_settings(os.environ)
    except SettingsError as problem:
        typer.echo(f"Settings: {problem}", err=True)
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    return settings


async def _run(settings: Settings, *, web: bool, work: bool) -> None:
    stop = stop_on_signals()
    pool = await open_pool(settings.database_url, size=settings.pool_size)
    try:
        async with asyncio.TaskGroup() as group:
            if web:
                application = compose(settings, pool, system_clock)
                group.create_task(serve(application, listen(settings.host, settings.port), stop))
            if work:
                group.create_task(worker.run(settings, pool, system_clock, stop))
    finally:
        await asyncio.wait_for(pool.close(), 30)
