"""Bring the database to the shape this version of the program needs."""

import asyncio
from enum import StrEnum
from pathlib import Path

import asyncpg
import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from pgqueuer.queries import Queries
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from seikyu.db.revisions import last_before_post, revisions

log = structlog.get_logger("seikyu.migrate")

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "head"
TRIES = 60
PAUSE = 2.0
"""Seconds between two tries. Each waits for a table no longer than migrations/env.py says."""


class Phase(StrEnum):
    """Which of the outstanding migrations."""

    ALL = "all"
    PRE = "pre"
    """Those the program before lives with: while it still runs."""
    POST = "post"
    """The rest: once it is gone."""


class TableBusy(Exception):  # noqa: N818 -- named for what is the case
    """A table that is to be changed was in use all the time; nothing was changed."""


async def migrate(url: str, phase: Phase = Phase.ALL, *, tries: int = TRIES) -> None:
    """Run outstanding migrations, then install or update the tables of the job queue; raise TableBusy."""
    for left in reversed(range(tries)):
        try:
            await _migrate(url, phase)
            break
        except DBAPIError as problem:
            if getattr(problem.orig, "sqlstate", None) != asyncpg.LockNotAvailableError.sqlstate:
                raise
            if not left:
                raise TableBusy(
                    "A table that is to be changed was in use all the time; nothing was changed."
                ) from None
        log.warning("a table to be changed is in use, will try again", tries_left=left)
        await asyncio.sleep(PAUSE)
    if phase is not Phase.POST:
        await _prepare_queue(url)


async def _migrate(url: str, phase: Phase) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.begin() as migrating:
            await migrating.run_sync(_upgrade, phase)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, phase: Phase) -> None:
    target: str | None = HEAD
    if phase is Phase.PRE:
        current = MigrationContext.configure(connection).get_current_revision()
        target = last_before_post(revisions(), current)
    if target is None:
        return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


async def _prepare_queue(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        queue = Queries.from_asyncpg_connection(connection)
        if await queue.schema_is_installed():
            await queue.upgrade()
        else:
            await queue.install()
    finally:
        await connection.close()
