"""Bring the database to the shape this version of the program needs."""

from pathlib import Path

import asyncpg
from alembic import command
from alembic.config import Config
from pgqueuer.queries import Queries
from sqlalchemy import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(url: str) -> None:
    """Run all outstanding migrations, then install or update the tables of the job queue."""
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.begin() as migrating:
            await migrating.run_sync(_upgrade)
    finally:
        await engine.dispose()
    connection = await asyncpg.connect(url)
    try:
        queue = Queries.from_asyncpg_connection(connection)
        if await queue.schema_is_installed():
            await queue.upgrade()
        else:
            await queue.install()
    finally:
        await connection.close()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
