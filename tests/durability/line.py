"""A proxy before several web processes: what it cannot hand to one it hands to the next."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Forwards connections to `ports` in turn."""

    ports: Sequence[int]
    port: int = 0
    turn: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a client."""
        behind = await self._any()
        ends = {writer, behind[1]} if behind else {writer}
        self.open |= ends
        if behind:
            await asyncio.gather(_copy(reader, behind[1]), _copy(behind[0], writer))
        self.open -= ends
        for end in ends:
            end.close()

    async def _any(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self.ports:
            self.turn += 1
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self.ports[self.turn % len(self.ports)])
        return None


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on what comes until it ends, in order or not; then the other end is over as well."""
    with suppress(OSError):
        while content := await reader.read(65536):
            writer.write(content)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def proxy_before(ports: Sequence[int]) -> AsyncIterator[Proxy]:
    """A proxy that listens until the block ends."""
    proxy = Proxy(ports)
    server = await asyncio.start_server(proxy.forward, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for end in [*proxy.open]:
            end.close()
        await server.wait_closed()
