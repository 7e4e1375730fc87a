"""Showing files that come in to a virus scanner: clamd, by its INSTREAM command (clamd(8))."""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from seikyu.wire import codes
from seikyu.wire.faults import Refusal

log = structlog.get_logger("seikyu.scanning")

Scan = Callable[[str, bytes], Awaitable[None]]
"""Looks at a file of this name; refuses it when it is infected, or with 503 when nobody can look."""

BLOCK = 64 * 1024
LONGEST = 30.0
"""Seconds a scan may take altogether."""
REPLY = 4096
RETRY_AFTER = 30


async def unscanned(name: str, content: bytes) -> None:
    """Where no scanner is set: every file passes."""


def scanner(address: str | None) -> Scan:
    """The scanner at `host:port`, or at the socket of this path; none where none is set."""
    if address is None:
        return unscanned

    async def scan(name: str, content: bytes) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                said = await _ask(address, content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
            log.warning("the virus scanner does not answer", reason=str(problem) or type(problem).__name__)
            raise _away() from problem
        if said == "stream: OK":
            return
        if said.endswith(" FOUND"):
            log.warning("a virus was found", found=said.removeprefix("stream: ").removesuffix(" FOUND"))
            raise Refusal(codes.FILE_INFECTED, status=400, name=name)
        # Too large for it, out of memory, not ready: what was not scanned is not taken.
        log.warning("the virus scanner cannot scan", reason=said)
        raise _away()

    return scan


@dataclass(frozen=True, slots=True)
class Scanned:
    """ASGI middleware: whoever reads files of a request, reads them past this scanner."""

    app: ASGIApp
    scan: Scan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request know the scanner."""
        scope.setdefault("state", {})["scan"] = self.scan
        await self.app(scope, receive, send)


async def pass_scanner(request: Request, files: Sequence[tuple[str, bytes]]) -> None:
    """Show files that came with a request to the scanner of the application; refuse them as it says."""
    scan: Scan = request.scope.get("state", {}).get("scan", unscanned)
    for name, content in files:
        await scan(name, content)


async def _ask(address: str, content: bytes) -> str:
    async with _line(address) as (reader, writer):
        writer.write(b"zINSTREAM\0")
        for at in range(0, len(content), BLOCK):
            block = content[at : at + BLOCK]
            writer.write(struct.pack(">I", len(block)) + block)
            await writer.drain()
        writer.write(struct.pack(">I", 0))
        await writer.drain()
        reply = await reader.readuntil(b"\0")
    return reply[:REPLY].rstrip(b"\0\n").decode(errors="replace")


@asynccontextmanager
async def _line(address: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    if address.startswith("/"):
        reader, writer = await asyncio.open_unix_connection(address)
    else:
        host, _, port = address.rpartition(":")
        reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
    try:
        yield reader, writer
    finally:
        writer.close()


def _away() -> Refusal:
    return Refusal(codes.SCANNER_AWAY, status=503, headers={"Retry-After": str(RETRY_AFTER)})
