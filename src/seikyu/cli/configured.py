"""What commands of a real installation share: its settings and its database."""

import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import uvloop

from seikyu.cli.ending import MISUSED, give_up
from seikyu.db.place import Place
from seikyu.db.pool import Connection, Pool, open_pool, transaction
from seikyu.http import logs
from seikyu.settings import Settings, SettingsError, read_settings

Result = TypeVar("Result")

_UNREACHABLE = (
    OSError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.CannotConnectNowError,
)


def settings() -> Settings:
    """The settings of the environment, with logging set up as they say."""
    try:
        read = read_settings(os.environ)
    except SettingsError as problem:
        give_up(f"Settings: {problem}", MISUSED)
    logs.configure(read.log_level)
    return read


def in_database(
    url: str, work: Callable[[Connection], Awaitable[Result]], owner: int | None = None
) -> Result:
    """Do something in one transaction and return its result; say so when the database cannot be used."""

    async def inside(pool: Pool) -> Result:
        async with transaction(pool, owner) as connection:
            return await work(connection)

    return with_pool(url, inside)


def with_pool(url: str, work: Callable[[Pool], Awaitable[Result]], place: Place | None = None) -> Result:
    """Do something in transactions of its own; say so when the database cannot be used."""

    async def run() -> Result:
        pool = await open_pool(url, size=2, place=place)
        try:
            return await work(pool)
        finally:
            await pool.close()

    try:
        return uvloop.run(run())
    except asyncpg.UndefinedTableError:
        give_up("The database is not ready: run `seikyu migrate` first.")
    except _UNREACHABLE as problem:
        give_up(f"The database of SEIKYU_DATABASE_URL cannot be reached: {problem}")
