"""Behind a real PgBouncer that lends a connection for a transaction at a time, fewer than there are users."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from seikyu.db.pool import Pool, open_pool, transaction
from seikyu.issuing.model import SellerStatus
from tests.house.cast import Cast
from tests.house.doors import RECEIVED, Doors, free_port, open_doors, until
from tests.house.papers import add_invoices, status_of

SERVERS = 3
"""Connections to PostgreSQL, for ten to the pooler."""

CONFIGURATION = """
[databases]
* = host=127.0.0.1 port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 100
"""


@pytest.fixture(scope="module")
def pooler_url(database_url: str) -> Iterator[str]:
    """The tests' database through a pooler of this module's own."""
    binary = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    assert binary is not None, "apt-get install pgbouncer"
    database = urlsplit(database_url)
    folder, port = Path(tempfile.mkdtemp(prefix="pooler-")), free_port()
    # It refuses to be root, who runs tests in a container.
    user = "nobody" if os.geteuid() == 0 else None
    (folder / "users.txt").write_text(f'"{database.username}" "{database.password}"\n', encoding="utf-8")
    (folder / "pooler.ini").write_text(
        CONFIGURATION.format(
            port=database.port, user=database.username, own_port=port, folder=folder, servers=SERVERS
        ),
        encoding="utf-8",
    )
    if user:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, user)
    process = subprocess.Popen(
        [binary, "-q", str(folder / "pooler.ini")], stderr=subprocess.DEVNULL, user=user
    )
    try:
        yield database._replace(netloc=f"{database.username}:{database.password}@127.0.0.1:{port}").geturl()
    finally:
        process.kill()
        process.wait(10)
        shutil.rmtree(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def pooled(pool: Pool, pooler_url: str) -> AsyncIterator[Pool]:
    """A pool that reaches the database through it; by the direct one it has been migrated."""
    assert await pool.fetchval("SELECT to_regclass('pgqueuer') IS NOT NULL")

    async def listens() -> bool:
        try:
            await (await asyncpg.connect(pooler_url, statement_cache_size=0)).close()
        except OSError:
            return False
        return True

    await until(listens)
    opened = await open_pool(pooler_url, size=10, pooled=True)
    yield opened
    await asyncio.wait_for(opened.close(), 10)


async def test_an_invoice_is_registered_issued_and_seen_by_its_buyer(
    pooled: Pool, doors: Doors, cast: Cast, pooler_url: str, database_url: str
) -> None:
    async with open_doors(
        pooled, pooler_url, SEIKYU_DATABASE_POOLER="transaction", SEIKYU_DATABASE_DIRECT_URL=database_url
    ) as behind:
        numbers = await add_invoices(pooled, cast, 8)
        answers = await asyncio.gather(
            *(behind.put(cast.seller, {"invoice_mng_num": n, "inv_show_amount": 1}) for n in numbers)
        )
        assert {answer.status_code for answer in answers} == {200}
        # Jobs are heard of past the pooler, and done through it.
        await replace(behind, pool=doors.pool).work_off()
        for number in numbers:
            assert await status_of(pooled, cast.seller.company_id, number) == (SellerStatus.ISSUED, 2)
            seen = await behind.get(cast.buyer, f"{RECEIVED}/{number}")
            assert seen.status_code == 200, seen.text
            assert (await behind.get(cast.outsider, f"{RECEIVED}/{number}")).status_code == 404


async def test_nobody_sees_another_company_s_rows_however_connections_are_shared(
    pooled: Pool, cast: Cast
) -> None:
    await add_invoices(pooled, cast, 3)
    parties = {cast.seller.company_id: 3, cast.buyer.company_id: 0, cast.outsider.company_id: 0}

    async def look(owner: int, own: int) -> None:
        for turn in range(40):
            async with transaction(pooled, owner) as connection:
                rows = await connection.fetch(f"SELECT company_id, {turn} FROM invoices")
                assert [row["company_id"] for row in rows] == [owner] * own
            # Without a transaction of somebody's, nobody's rows are seen.
            assert await pooled.fetchval("SELECT count(*) FROM invoices WHERE $1", True) == 0

    await asyncio.gather(*(look(owner, own) for owner, own in parties.items() for _ in range(5)))
    assert pooled.get_size() > SERVERS
