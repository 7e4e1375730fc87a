"""Last night's backup and the log archived since bring everything back to the minute before a disaster.

The steps are those of docs/runbooks/backup.md.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from seikyu.audit.heads import anchor, heads
from seikyu.audit.sealing import seal
from seikyu.db.embedded import EmbeddedServer, start
from seikyu.db.embedded.account import account_for
from seikyu.db.embedded.binaries import Binaries, binaries_for
from seikyu.db.embedded.layout import SUPERUSER, Layout, password
from seikyu.db.migrate import migrate
from seikyu.db.pool import open_pool
from seikyu.kit.clock import system_clock
from tests.house.cast import Cast, build_cast
from tests.house.doors import INVOICES, RECEIVED, Doors, environment_for, open_doors, until
from tests.issuing.registering import INVOICE, post


@dataclass
class Machine:
    """A machine with an embedded PostgreSQL that archives its log, and a disk elsewhere for backups."""

    folder: Path
    server: EmbeddedServer
    archive: Path
    backup: Path

    @property
    def layout(self) -> Layout:
        return Layout(self.folder)

    @property
    def binaries(self) -> Binaries:
        return binaries_for(self.layout, account_for(self.layout))

    @property
    def superuser_url(self) -> str:
        at = urlsplit(self.server.url)
        secret = password(self.layout, SUPERUSER)
        return f"postgresql://{SUPERUSER}:{secret}@{at.hostname}:{at.port}/seikyu"

    def back_up(self) -> None:
        """Last night's base backup."""
        at = urlsplit(self.server.url)
        done = self.binaries.run(
            "pg_basebackup",
            *(f"--pgdata={self.backup}", f"--host={at.hostname}", f"--port={at.port}"),
            *(f"--username={SUPERUSER}", "--checkpoint=fast", "--wal-method=stream"),
            secrets={"PGPASSWORD": password(self.layout, SUPERUSER)},
        )
        assert done.returncode == 0, done.stdout

    async def archived(self) -> None:
        """Wait until all that was committed has left the machine."""
        connection = await asyncpg.connect(self.superuser_url)
        try:
            last = await connection.fetchval("SELECT pg_walfile_name(pg_switch_wal())")
            await until(lambda: _is_there(self.archive / last))
        finally:
            await connection.close()

    def restore(self, moment: str) -> None:
        """Put the backup in place and let it replay the archived log up to a moment."""
        self.server.stop()
        shutil.rmtree(self.layout.cluster)
        self.backup.rename(self.layout.cluster)
        with (self.layout.cluster / "postgresql.auto.conf").open("a") as settings:
            settings.write(
                f"restore_command = 'cp {self.archive}/%f %p'\n"
                f"recovery_target_time = '{moment}'\n"
                "recovery_target_action = 'promote'\n"
            )
        (self.layout.cluster / "recovery.signal").touch()
        self.server = start(self.folder)


async def _is_there(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A fresh one."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-restore-"))
    parent.chmod(0o711)
    folder, disk = parent / "database", parent / "disk"
    server = start(folder)
    server.stop()
    disk.mkdir()
    owner = Layout(folder).cluster.stat()
    os.chown(disk, owner.st_uid, owner.st_gid)
    with (Layout(folder).cluster / "postgresql.conf").open("a") as settings:
        settings.write(f"archive_mode = on\narchive_command = 'test ! -f {disk}/%f && cp %p {disk}/%f'\n")
    made = Machine(folder, start(folder), disk, disk / "last-night")
    try:
        yield made
    finally:
        made.server.stop()
        shutil.rmtree(parent)


@asynccontextmanager
async def house(machine: Machine) -> AsyncIterator[Doors]:
    """The whole application on the machine's database."""
    pool = await open_pool(machine.server.url, size=6)
    try:
        async with open_doors(pool, machine.server.url) as doors:
            yield doors
    finally:
        await asyncio.wait_for(pool.close(), 10)


async def test_a_backup_and_the_archived_log_bring_everything_back_to_a_minute_ago(
    machine: Machine, password_hash: str, tmp_path: Path
) -> None:
    await migrate(machine.server.url)
    async with house(machine) as doors:
        cast = await build_cast(doors.pool, password_hash)
        before = await issued(doors, cast, "before")
        await asyncio.to_thread(machine.back_up)
        after = await issued(doors, cast, "after the backup")
        [queued] = await registered(doors, cast, "not yet issued")
        await seal(doors.pool)
        papers = await prints_of(doors, cast, [*before, *after])
        kept = anchor([head async for head in heads(doors.pool)], system_clock())
        moment = str(await doors.pool.fetchval("SELECT clock_timestamp()"))
        [late] = await registered(doors, cast, "too late")
        await disaster(machine)
        await machine.archived()

    await asyncio.to_thread(machine.restore, moment)

    await migrate(machine.server.url)  # finds nothing to do
    async with house(machine) as doors:
        assert await prints_of(doors, cast, [*before, *after]) == papers
        listed = {line["invoice_mng_num"] for line in (await doors.listed(cast.seller))["invoices"]}
        assert listed == {*before, *after, queued}
        assert (await doors.get(cast.seller, f"{INVOICES}/{late}")).status_code == 404
        await doors.work_off()
        assert (await doors.get(cast.buyer, f"{RECEIVED}/{queued}/pdf")).status_code == 200
        await seal(doors.pool)
    (tmp_path / "heads").write_text(kept)
    whole = await asyncio.to_thread(verify, machine, "--anchor", str(tmp_path / "heads"))
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert f"{cast.seller.company_id} whole" in whole.stdout

    event = await tamper(machine, cast)
    broken = await asyncio.to_thread(verify, machine, "--company", str(cast.seller.company_id))
    assert broken.returncode == 1
    assert f"BROKEN changed entry 2 event {event}" in broken.stdout


async def registered(doors: Doors, cast: Cast, name: str, count: int = 1) -> list[str]:
    answer = await post(doors, cast, *({**INVOICE, "inv_name": name} for _ in range(count)))
    assert answer.status_code == 200, answer.text
    return [line["invoice_mng_num"] for line in answer.json()["invoices"]]


async def issued(doors: Doors, cast: Cast, name: str) -> list[str]:
    numbers = await registered(doors, cast, name, 3)
    await doors.work_off()
    return numbers


async def prints_of(doors: Doors, cast: Cast, numbers: list[str]) -> dict[str, bytes]:
    """The digests of the files as both sides get them, which agree with what the database says of them."""
    found = {}
    for number in numbers:
        paths = ((cast.seller, INVOICES), (cast.buyer, RECEIVED))
        answers = [await doors.get(party, f"{path}/{number}/pdf") for party, path in paths]
        assert [answer.status_code for answer in answers] == [200, 200]
        [found[number]] = {sha256(answer.content).digest() for answer in answers}
    return found


async def disaster(machine: Machine) -> None:
    """Somebody with every right mistakes this database for another one."""
    connection = await asyncpg.connect(machine.superuser_url)
    await connection.execute("DROP TABLE invoices, audit_events, audit_links CASCADE; DELETE FROM pgqueuer")
    await connection.close()


async def tamper(machine: Machine, cast: Cast) -> str:
    """The same person puts words into somebody's mouth; return the entry."""
    connection = await asyncpg.connect(machine.superuser_url)
    await connection.execute("SET session_replication_role = replica")
    event = await connection.fetchval(
        "UPDATE audit_events e SET comment = 'x' FROM audit_links l WHERE l.company_id = $1 AND chain_no = 2 "
        "AND e.company_id = l.company_id AND e.event_id = l.event_id RETURNING e.event_id",
        cast.seller.company_id,
    )
    await connection.close()
    return str(event)


def verify(machine: Machine, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`seikyu audit verify`, as an operator runs it."""
    program = "import sys; from seikyu.cli import main; sys.argv[0] = 'seikyu'; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "audit", "verify", *arguments],
        env={**os.environ, **environment_for(machine.server.url, 1)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
