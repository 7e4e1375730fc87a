"""The floor of storing: `COPY` of the same canonical bytes into an equal table."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

import asyncpg

from bench.load import Load
from seikyu.invoices.wire import canonical, read_update
from seikyu.wire import json

Record: TypeAlias = tuple[int, int, int, bytes, bytes, datetime]

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


def copy(url: str, bodies: Callable[[], list[bytes]], connections: int) -> Load:
    """Store each body's invoices in a transaction of their own, over so many connections at once."""
    batches = [[*_records(body)] for body in bodies()]
    return asyncio.run(_copy(url, batches, connections))


async def _copy(url: str, batches: Sequence[Sequence[Record]], connections: int) -> Load:
    opened = [await asyncpg.connect(url) for _ in range(connections)]
    await opened[0].execute(EQUAL)
    turns = iter(batches)
    latencies: list[float] = []

    async def take(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        for batch in turns:
            begun = time.perf_counter()
            async with connection.transaction():
                await connection.copy_records_to_table(TABLE, records=batch, columns=COLUMNS)
            latencies.append(time.perf_counter() - begun)

    cpu, started = time.process_time(), time.perf_counter()
    await asyncio.gather(*map(take, opened))
    load = Load(time.perf_counter() - started, latencies, time.process_time() - cpu)
    await opened[0].execute(f"DROP TABLE {TABLE}")
    for connection in opened:
        await connection.close()
    return load


def _records(body: bytes) -> Iterator[Record]:
    now = datetime.now(UTC)
    for read in read_update(json.read(body), frozenset()).invoices:
        document = canonical(read.document)
        digest = hashlib.sha256(document).digest()
        yield 1, read.number or 0, 2, document, digest, now
