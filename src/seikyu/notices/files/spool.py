"""A file on its way in: kept apart, in memory while it is small, until it is whole."""

import errno
from tempfile import SpooledTemporaryFile

IN_MEMORY = 1 << 20


class Spool:
    """Bytes that arrive, perhaps out of order; more than `limit` are refused as they come."""

    def __init__(self, name: str, limit: int) -> None:
        self.name = name
        self.closed = self._broken = False
        self._limit = limit
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed by whoever closes this
        self._end = self._written = self._place = 0

    @property
    def size(self) -> int:
        """How far it reaches."""
        return self._end

    @property
    def whole(self) -> bool:
        """Whether every byte up to the end has come, and none was refused."""
        return not self._broken and self._written >= self._end

    def write(self, data: bytes) -> int:
        """Add to the end of what came last."""
        return self.write_at(self._place, data)

    def write_at(self, offset: int, data: bytes) -> int:
        """Put bytes where they belong."""
        if offset < 0 or offset + len(data) > self._limit:
            self._broken = True
            raise OSError(errno.EFBIG, f"files may have {self._limit} bytes")
        self._file.seek(offset)
        self._file.write(data)
        self._place = offset + len(data)
        self._end = max(self._end, self._place)
        self._written += len(data)
        return len(data)

    def content(self) -> bytes:
        """All that came."""
        self._file.seek(0)
        return self._file.read()

    def close(self) -> None:
        """Forget it."""
        self.closed = True
        self._file.close()
