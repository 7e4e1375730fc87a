"""Where the files of an export go: into an archive or a folder; each is noted with its digest."""

import hashlib
import io
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

from seikyu.kit import csv_text
from seikyu.retention.exporting.archive import BLOCK, IN_MEMORY

MANIFEST = "manifest.csv"
HEADS = ("ファイル", "バイト数", "SHA-256")


class Sink(Protocol):
    """Takes files by their path."""

    async def add(self, path: str, content: IO[bytes]) -> None:
        """Write one file."""

    async def close(self) -> None:
        """Nothing more comes."""


class Folder:
    """Files as they are, in a folder that is new or empty."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def add(self, path: str, content: IO[bytes]) -> None:
        """Write one file."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        with target.open("wb") as file:
            copyfileobj(content, file, BLOCK)

    async def close(self) -> None:
        """Nothing is left to be done."""


class Listed:
    """A sink that notes what goes into it; the list goes in last."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._list: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed at the end
        self._list.write(csv_text.write([HEADS], "utf-8"))
        self.files = 0

    async def add(self, path: str, content: IO[bytes] | bytes) -> None:
        """Write one file and note it."""
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        digest, size = hashlib.sha256(), 0
        file.seek(0)
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
        await self._sink.add(path, file)
        row = csv_text.write([(path, str(size), digest.hexdigest())], "utf-8")
        self._list.write(row.removeprefix(b"\xef\xbb\xbf"))
        self.files += 1

    async def close(self) -> None:
        """Write the list, and end."""
        await self._sink.add(MANIFEST, self._list)
        self._list.close()
        await self._sink.close()
