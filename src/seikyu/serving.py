"""Serving an application: the address it listens on, the server, and when it stops."""

import asyncio
import signal
import socket

import uvicorn
from starlette.types import ASGIApp

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A listening address that several web processes of one machine share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on, and every answer but the first waits for 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind((host, port))
    return listener


async def serve(app: ASGIApp, listener: socket.socket, stop: asyncio.Event) -> None:
    """Answer until `stop` is set, then finish the requests in hand."""
    # From the first moment: whoever comes while the application is getting ready waits, and is not refused.
    listener.listen(BACKLOG)
    config = uvicorn.Config(
        app,
        loop="none",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=30,
        proxy_headers=False,
    )
    server = _Server(config)

    async def shut() -> None:
        await stop.wait()
        server.should_exit = True

    shutting = asyncio.create_task(shut())
    try:
        await server.serve(sockets=[listener])
    finally:
        stop.set()
        await shutting


class _Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: the process's composition root has them."""

    def capture_signals(self) -> "_NoSignals":  # type: ignore[override]
        return _NoSignals()


class _NoSignals:
    def __enter__(self) -> None:
        """Leave signals alone."""

    def __exit__(self, *_: object) -> None:
        """Leave signals alone."""


def stop_on_signals() -> asyncio.Event:
    """An event that Ctrl-C or SIGTERM sets."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
