"""Starting processes, and stopping them whatever happens."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from seikyu.db.embedded.ports import any_free

ROOT = Path(__file__).parent.parent
SEIKYU = str(Path(sys.executable).parent / "seikyu")
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Served:
    """Processes that answer, each on a port of its own."""

    ports: tuple[int, ...]
    pids: tuple[int, ...]


@contextmanager
def web(count: int, environment: Mapping[str, str], logs: Path) -> Iterator[Served]:
    """So many `seikyu web`.

    A port each, as behind a load balancer: on a shared port the kernel spreads a handful of connections by
    chance, and the figures would tell of its dice.
    """
    with ExitStack() as stack:
        ports, pids = [], []
        for place in range(count):
            port = any_free()
            settings = {**environment, "SEIKYU_PORT": str(port)}
            started = process([SEIKYU, "web"], settings, logs / f"web-{place}.log", port)
            ports.append(port)
            pids.append(stack.enter_context(started).pid)
        yield Served(tuple(ports), tuple(pids))


@contextmanager
def empty(count: int, environment: Mapping[str, str], logs: Path) -> Iterator[Served]:
    """As many servers that do nothing."""
    with ExitStack() as stack:
        ports, pids = [], []
        for place in range(count):
            port = any_free()
            command = [sys.executable, "-m", "bench.empty", str(port)]
            started = process(command, environment, logs / f"empty-{place}.log", port)
            ports.append(port)
            pids.append(stack.enter_context(started).pid)
        yield Served(tuple(ports), tuple(pids))


@contextmanager
def process(
    command: Sequence[str], environment: Mapping[str, str], log: Path, port: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A running process; with a port, once it listens there."""
    with log.open("ab") as output:
        started = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)
    try:
        if port is not None:
            _wait(started, port, log)
        yield started
    finally:
        started.terminate()
        try:
            started.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _wait(started: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while started.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{' '.join(map(str, started.args))} does not answer:\n{log.read_text()[-2000:]}")  # type: ignore[arg-type]  # a list of strings
