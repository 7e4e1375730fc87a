"""The process that runs the server: launched, awaited, stopped."""

import time
from dataclasses import dataclass
from pathlib import Path

from seikyu.db.embedded import ports
from seikyu.db.embedded.binaries import Binaries
from seikyu.db.embedded.failure import EmbeddedServerError, StillBusyError
from seikyu.db.embedded.layout import APPLICATION, Layout, keep, password
from seikyu.db.embedded.locks import STEP, is_free, lock

PATIENCE = 60.0
"""Seconds to wait for a server to come up (it may have to replay its log after a crash) or to go down."""
ATTEMPTS = 5
FIXED = (
    f"listen_addresses={ports.LOOPBACK}",
    "unix_socket_directories=",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    f"cluster_name={APPLICATION}",
)
"""What holds whatever postgresql.conf says."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the server's process writes about itself into postmaster.pid."""

    port: int
    status: str


def adopt(layout: Layout, binaries: Binaries) -> int | None:
    """The port of a server that already runs here, once it answers; None if none does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if is_free(layout.alive):
            return None
        note = _note(layout)
        if note and note.status == "ready" and _answers(layout, binaries, note.port):
            return note.port
        time.sleep(STEP)
    raise StillBusyError(
        f"The server in {layout.folder} lives but has not answered for {PATIENCE:.0f} seconds: "
        f"if {_log(layout)} says that it is recovering, start again later; else end its processes first."
    )


def launch(layout: Layout, binaries: Binaries, wanted: int | None) -> int:
    """Start the server and return its port: the one wanted, else the one used last, else any free one."""
    _clear_note(layout, binaries)
    if wanted is not None and not ports.can_listen(wanted):
        raise EmbeddedServerError(f"Port {wanted} is taken: name another one for the database, or none.")
    port = wanted or ports.remembered(layout) or ports.any_free()
    for _ in range(ATTEMPTS):
        _spawn(layout, binaries, port)
        try:
            if adopt(layout, binaries):
                keep(layout.port, f"{port}\n")
                return port
        except StillBusyError:
            raise
        except BaseException:
            halt(layout, binaries)
            raise
        if wanted is not None or ports.can_listen(port):
            break
        port = ports.any_free()  # somebody took it between our look and the server's
    raise EmbeddedServerError(f"The database server in {layout.folder} did not start:\n{_last_words(layout)}")


def halt(layout: Layout, binaries: Binaries) -> None:
    """Stop the server in order, and without ceremony if that takes too long; return when it is gone."""
    for mode in ("fast", "immediate"):
        if is_free(layout.alive):
            return
        _pg_ctl(layout, binaries, "stop", f"--mode={mode}")
        if is_free(layout.alive, patience=PATIENCE):
            return
    raise EmbeddedServerError(f"The database server in {layout.folder} does not stop: see {_log(layout)}.")


def _spawn(layout: Layout, binaries: Binaries, port: int) -> None:
    options = " ".join(f"-c {setting}" for setting in (*FIXED, f"port={port}"))
    with layout.start_log.open("wb") as output, lock(layout.alive, patience=PATIENCE) as alive:
        if alive is None:
            raise EmbeddedServerError(
                f"Processes of an earlier server in {layout.folder} do not end: end them."
            )
        # pg_ctl leaves the server behind as nobody's child, in a session of its own; the lock goes with it.
        started = binaries.run(
            "pg_ctl",
            *("start", "--no-wait", f"--pgdata={layout.cluster}", f"--options={options}"),
            output=output,
            inherit=(alive,),
        )
    if started.returncode != 0:
        raise EmbeddedServerError(
            f"The database server in {layout.folder} could not be started:\n{_last_words(layout)}"
        )


def _pg_ctl(layout: Layout, binaries: Binaries, *arguments: str) -> None:
    # It signals as the server's own user, so even a process number that has changed hands harms nobody else.
    binaries.run("pg_ctl", *arguments, "--no-wait", f"--pgdata={layout.cluster}")


def _answers(layout: Layout, binaries: Binaries, port: int) -> bool:
    login = (
        f"host={ports.LOOPBACK} port={port} user={APPLICATION} dbname={APPLICATION} "
        "connect_timeout=5 sslmode=disable gssencmode=disable require_auth=scram-sha-256"
    )
    secrets = {"PGPASSWORD": password(layout, APPLICATION)}
    asked = binaries.run("psql", "--no-psqlrc", "--command=SELECT 1", login, secrets=secrets)
    if "password authentication failed" in asked.stdout:
        raise EmbeddedServerError(
            f"The server in {layout.folder} refuses the password in {layout.password(APPLICATION)}: "
            "bring back the file that belongs to this database."
        )
    return asked.returncode == 0


def _clear_note(layout: Layout, binaries: Binaries) -> None:
    """Remove a dead server's postmaster.pid.

    PostgreSQL would refuse to start if the process number in it were in use by any other program, as happens
    in containers at every restart. Nobody holds the lock, so none of our servers lives; somebody may have
    started one by hand.
    """
    note = _note(layout)
    if note and _answers(layout, binaries, note.port):
        raise EmbeddedServerError(
            f"A server started by hand runs in {layout.cluster}: stop it (pg_ctl stop) and start again."
        )
    _pid_file(layout).unlink(missing_ok=True)


def _note(layout: Layout) -> Note | None:
    try:
        lines = _pid_file(layout).read_text(encoding="utf-8").splitlines()
        return Note(port=int(lines[3]), status=lines[7].strip())
    except (FileNotFoundError, IndexError, ValueError):  # none, or not yet written to the end
        return None


def _pid_file(layout: Layout) -> Path:
    return layout.cluster / "postmaster.pid"


def _log(layout: Layout) -> Path:
    return layout.cluster / "log"


def _last_words(layout: Layout) -> str:
    """The end of what this start wrote: to its first log, and to the server's own if it came that far."""
    files = sorted([layout.start_log, *_log(layout).glob("*.log")], key=lambda path: path.stat().st_mtime)
    lines: list[str] = []
    for path in files[files.index(layout.start_log) :]:
        lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-10:]
    return "\n".join(lines)
