"""Storing the same canonical bytes in two ways: `COPY` into an equal table, and as the product does it."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from bench.load import Load
from seikyu.db.pool import Connection, open_pool, transaction
from seikyu.invoices.store import Version, add_versions
from seikyu.invoices.wire import canonical, read_update
from seikyu.wire import json

Store: TypeAlias = Callable[[Connection, Sequence[Version]], Awaitable[None]]

NOBODY = 1
"""No company has this id, so nothing else is stored beside these versions."""
NOW = datetime(2026, 8, 1, tzinfo=UTC)
TABLE = "bench_versions"
COLUMNS = ("company_id", "invoice_mng_num", "version", "document", "sha256", "made_at")
# The table of versions without its row-level security, under which PostgreSQL refuses COPY, and its trigger.
EQUAL = f"""
    DROP TABLE IF EXISTS {TABLE};
    CREATE TABLE {TABLE} (LIKE invoice_versions INCLUDING ALL) PARTITION BY HASH (company_id);
    DO $$ BEGIN
        FOR n IN 0..15 LOOP
            EXECUTE format('CREATE TABLE {TABLE}_%s PARTITION OF {TABLE} '
                           'FOR VALUES WITH (MODULUS 16, REMAINDER %s)', n, n);
        END LOOP;
    END $$;
"""


def copy(url: str, bodies: Callable[[], list[bytes]], connections: int, turn: int) -> Load:
    """`COPY`: each body's invoices in a transaction of their own, over so many connections at once."""

    async def store(connection: Connection, versions: Sequence[Version]) -> None:
        records = [(NOBODY, v.invoice_mng_num, v.version, v.document, v.sha256, NOW) for v in versions]
        await connection.copy_records_to_table(TABLE, records=records, columns=COLUMNS)

    return asyncio.run(_store(url, bodies(), connections, turn, store))


def insert(url: str, bodies: Callable[[], list[bytes]], connections: int, turn: int) -> Load:
    """The same by `INSERT … SELECT … FROM unnest` into the table of versions."""

    async def store(connection: Connection, versions: Sequence[Version]) -> None:
        await add_versions(connection, NOBODY, versions, NOW)

    return asyncio.run(_store(url, bodies(), connections, turn, store))


async def _store(url: str, bodies: Sequence[bytes], connections: int, turn: int, store: Store) -> Load:
    batches = iter([[*_versions(body, turn)] for body in bodies])
    pool = await open_pool(url, size=connections)
    await pool.execute(EQUAL)
    latencies: list[float] = []

    async def take() -> None:
        for batch in batches:
            begun = time.perf_counter()
            async with transaction(pool, NOBODY) as connection:
                await store(connection, batch)
            latencies.append(time.perf_counter() - begun)

    cpu, started = time.process_time(), time.perf_counter()
    await asyncio.gather(*[take() for _ in range(connections)])
    load = Load(time.perf_counter() - started, latencies, time.process_time() - cpu)
    await pool.execute(f"DROP TABLE {TABLE}")
    await pool.close()
    return load


def _versions(body: bytes, turn: int) -> Iterator[Version]:
    for read in read_update(json.read(body), frozenset()).invoices:
        document = canonical(read.document)
        yield Version(read.number or 0, turn, document, hashlib.sha256(document).digest())
