"""A ZIP file written as it grows, of any size: nothing of it is kept in memory but the file in hand.

The list of what is in it goes to a temporary file until the end (APPNOTE 6.3.10: 4.3.7, 4.3.12, 4.3.14).
"""

import struct
import zlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from seikyu.kit.jst import JST

Write = Callable[[bytes], Awaitable[None]]

LIMIT = 0xFFFFFFFF
FEW = 0xFFFF
BLOCK = 1 << 20
IN_MEMORY = 4 << 20
PACKED = (".csv", ".json", ".txt")
"""What is worth packing; the others are packed already."""

_VERSION = 45
_UTF8 = 1 << 11
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR = struct.Struct("<4sIQI")
_END = struct.Struct("<4sHHHHIIH")


class Archive:
    """Files are added one after the other; `close` writes the list of them."""

    def __init__(self, write: Write, moment: datetime, begin: int = 0) -> None:
        self._write = write
        self._at = begin
        self._entries = 0
        self._list: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed with the archive
        local = moment.astimezone(JST)
        self._time = local.hour << 11 | local.minute << 5 | local.second // 2
        self._date = (local.year - 1980) << 9 | local.month << 5 | local.day

    async def add(self, path: str, content: IO[bytes]) -> None:
        """Add a file, read from its beginning."""
        name = path.encode()
        method = _DEFLATED if path.endswith(PACKED) else _STORED
        with SpooledTemporaryFile(IN_MEMORY) as packed:
            crc, size = _pack(content, packed, method)
            stored = packed.tell()
            packed.seek(0)
            large = max(size, stored) >= LIMIT
            extra = struct.pack("<HHQQ", 1, 16, size, stored) if large else b""
            sizes = (LIMIT, LIMIT) if large else (stored, size)
            head = (_VERSION, _UTF8, method, self._time, self._date, crc, *sizes, len(name), len(extra))
            begin = self._at
            await self._out(_LOCAL.pack(b"PK\x03\x04", *head) + name + extra)
            while block := packed.read(BLOCK):
                await self._out(block)
        self._note(name, method, crc, size, stored, begin)

    async def close(self) -> None:
        """Write the list and the end."""
        begin, length = self._at, self._list.tell()
        self._list.seek(0)
        while block := self._list.read(BLOCK):
            await self._out(block)
        self._list.close()
        entries, end = self._entries, self._at
        if entries >= FEW or begin >= LIMIT or length >= LIMIT:
            counts = (44, _VERSION, _VERSION, 0, 0, entries, entries, length, begin)
            await self._out(_END64.pack(b"PK\x06\x06", *counts))
            await self._out(_LOCATOR.pack(b"PK\x06\x07", 0, end, 1))
        few, short = min(entries, FEW), (min(length, LIMIT), min(begin, LIMIT))
        await self._out(_END.pack(b"PK\x05\x06", 0, 0, few, few, *short, 0))

    async def _out(self, data: bytes) -> None:
        await self._write(data)
        self._at += len(data)

    def _note(self, name: bytes, method: int, crc: int, size: int, stored: int, begin: int) -> None:
        wide = [value for value in (size, stored, begin) if value >= LIMIT]
        extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        made_by = 3 << 8 | _VERSION
        self._list.write(
            _ENTRY.pack(
                b"PK\x01\x02",
                *(made_by, _VERSION, _UTF8, method, self._time, self._date, crc),
                *(min(stored, LIMIT), min(size, LIMIT), len(name), len(extra), 0, 0, 0),
                *(0o100644 << 16, min(begin, LIMIT)),
            )
            + name
            + extra
        )
        self._entries += 1


def _pack(content: IO[bytes], packed: IO[bytes], method: int) -> tuple[int, int]:
    """Write the content as it will lie in the archive; its checksum and size."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15) if method == _DEFLATED else None
    crc = size = 0
    content.seek(0)
    while block := content.read(BLOCK):
        crc, size = zlib.crc32(block, crc), size + len(block)
        packed.write(block if packer is None else packer.compress(block))
    if packer is not None:
        packed.write(packer.flush())
    return crc, size
