"""Objects in a folder, which several machines may share: written whole, made durable, then named."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import mkstemp

from seikyu.db.place import Away, Gone, Lying

UNFINISHED = ".part"
LISTED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that exists: one that does not is taken for a disk that is not mounted."""

    path: Path

    @property
    def name(self) -> str:
        """As the setting names it."""
        return f"folder:{self.path}"

    async def write(self, key: str, content: bytes) -> None:
        """Write beside, make durable, rename: under its key lies all of it or nothing."""
        await asyncio.to_thread(self._write, key, content)

    async def read(self, key: str) -> bytes:
        """The bytes of a file."""
        return await asyncio.to_thread(self._read, key)

    async def remove(self, key: str) -> None:
        """Take a file away."""
        await asyncio.to_thread(self._remove, key)

    async def lying(self) -> AsyncIterator[Lying]:
        """All files below the folder, those that were never finished too."""
        files = await asyncio.to_thread(self._files)
        while found := await asyncio.to_thread(lambda: list(islice(files, LISTED_AT_ONCE))):
            for one in found:
                yield one

    def _write(self, key: str, content: bytes) -> None:
        path = self._path(key)
        try:
            for folder in (path.parent.parent, path.parent):
                with suppress(FileExistsError):
                    folder.mkdir(mode=0o700)
                    _make_durable(folder.parent)
            handle, unfinished = mkstemp(suffix=UNFINISHED, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(unfinished).replace(path)
            except BaseException:
                Path(unfinished).unlink(missing_ok=True)
                raise
            _make_durable(path.parent)
        except OSError as error:
            raise Away(f"{self.name}: {error.strerror}") from error

    def _read(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise Gone(key) from None
        except OSError as error:
            raise Away(f"{self.name}: {error.strerror}") from error

    def _remove(self, key: str) -> None:
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise Away(f"{self.name}: {error.strerror}") from error

    def _files(self) -> Iterator[Lying]:
        if not self.path.is_dir():
            raise Away(f"{self.name}: there is no such folder")
        return (
            Lying(found.relative_to(self.path).as_posix(), datetime.fromtimestamp(found.stat().st_mtime, UTC))
            for found in self.path.glob("*/*/*")
            if found.is_file()
        )

    def _path(self, key: str) -> Path:
        # Asked every time: an empty mount point must never be written to, nor tell that objects are gone.
        if not self.path.is_dir():
            raise Away(f"{self.name}: there is no such folder")
        return self.path / key


def _make_durable(folder: Path) -> None:
    """A new name in a folder outlives a power cut only when the folder is written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
