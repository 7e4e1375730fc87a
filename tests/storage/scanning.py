"""A stand-in for clamd that speaks its INSTREAM command as clamd(8) documents it."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

# The harmless test file of the anti-virus makers (EICAR), in halves so that no scanner minds this source.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class Clamd:
    """What it was shown, and how much it takes."""

    address: str = ""
    limit: int = 1 << 20
    seen: list[bytes] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(length)
            if len(content) > self.limit:
                break
        if len(content) > self.limit:
            said = b"INSTREAM size limit exceeded. ERROR"
        elif EICAR in content:
            said = b"stream: Eicar-Signature FOUND"
        else:
            said = b"stream: OK"
        self.seen.append(content)
        writer.write(said + b"\0")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def clamd_at_work(socket_path: str | None = None) -> AsyncIterator[Clamd]:
    """At a port of this machine, or at a socket."""
    found = Clamd()
    if socket_path is None:
        server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
        found.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    else:
        server = await asyncio.start_unix_server(found.answer, socket_path)
        found.address = socket_path
    async with server:
        yield found
