"""The load: requests over kept-alive connections, from a process of its own that does as little as it can.

The client shares the machine with what it measures, so it is made of blocking sockets and threads: it
builds every request before the clock starts and looks at nothing of an answer but its status and length.
"""

import socket
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

Script: TypeAlias = Generator[bytes, bytes, None]
"""What one connection says: yields requests, is sent the body of each answer."""

Scripts: TypeAlias = Callable[[int], list[Script]]
"""Makes a script for each of so many connections; called in the load's process, before the clock starts."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a run, as the client saw it: seconds from the first request to the last answer."""

    seconds: float
    latencies: list[float]
    cpu: float


def drive(ports: Sequence[int], connections: int, scripts: Scripts) -> Load:
    """Closed loop: every connection sends its next request as soon as it has the answer to the last."""
    prepared = scripts(connections)
    lines = [Wire(ports[place % len(ports)]) for place in range(connections)]
    latencies: list[float] = []

    def talk(line: Wire, script: Script) -> None:
        answer = None
        while (request := _next(script, answer)) is not None:
            started = time.perf_counter()
            answer = line.ask(request)
            latencies.append(time.perf_counter() - started)

    return _timed(latencies, [partial(talk, *pair) for pair in zip(lines, prepared, strict=True)])


def drive_at(
    ports: Sequence[int], connections: int, requests: Callable[[], list[bytes]], rate: float
) -> Load:
    """Open loop: `rate` requests a second, come what may.

    A latency counts from the moment the request was due, so a stall is felt by all that it holds up.
    """
    prepared = requests()
    turns = iter(range(len(prepared)))
    lines = [Wire(ports[place % len(ports)]) for place in range(connections)]
    latencies: list[float] = []
    start = time.perf_counter() + 0.1

    def talk(line: Wire) -> None:
        for turn in turns:
            due = start + turn / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            line.ask(prepared[turn])
            latencies.append(time.perf_counter() - due)

    return _timed(latencies, [partial(talk, line) for line in lines])


def shared(requests: Sequence[bytes], connections: int) -> list[Script]:
    """Scripts that take turns at one list of requests."""
    turns = iter(requests)
    return [_taking(turns) for _ in range(connections)]


def http(method: str, target: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; an underscore in a header's name stands for a hyphen."""
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


class RefusedError(Exception):
    """An answer was not 200: the figures would be of something else."""


class Wire:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=300)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request; return the body of its answer."""
        self._socket.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            self._receive(received)
        head = bytes(received[:end]).lower()
        _, _, rest = head.partition(b"content-length:")
        length = int(rest.partition(b"\r\n")[0])
        while len(received) < end + 4 + length:
            self._receive(received)
        body = bytes(received[end + 4 :])
        if head[9:12] != b"200":
            raise RefusedError(f"{head[:15].decode()}: {body[:500].decode(errors='replace')}")
        return body

    def _receive(self, received: bytearray) -> None:
        chunk = self._socket.recv(1 << 18)
        if not chunk:
            raise RefusedError("the connection was closed")
        received += chunk


def _timed(latencies: list[float], talks: Sequence[Callable[[], None]]) -> Load:
    failures: list[BaseException] = []

    def guarded(talk: Callable[[], None]) -> None:
        try:
            talk()
        except Exception as failure:  # noqa: BLE001 -- raised again below, in the caller's thread
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(talk,)) for talk in talks]
    cpu, started = time.process_time(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return Load(time.perf_counter() - started, latencies, time.process_time() - cpu)


def _taking(turns: Iterator[bytes]) -> Script:
    for request in turns:  # noqa: UP028 -- an answer is sent to every yield, an iterator takes none
        yield request


def _next(script: Script, answer: bytes | None) -> bytes | None:
    try:
        return next(script) if answer is None else script.send(answer)
    except StopIteration:
        return None
