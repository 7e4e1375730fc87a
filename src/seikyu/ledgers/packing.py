"""A file written a chunk at a time, kept packed: quoted empty columns shrink to nearly nothing."""

import codecs
import gzip
import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import IO, cast

from seikyu.kit.csv_text import write
from seikyu.ledgers.model import FileLayout, Row

MEDIA_TYPE = "application/gzip"


class Packing:
    """A file in the making; the digest and the size are those of what will be unpacked."""

    def __init__(self, layout: FileLayout) -> None:
        self._layout, self._digest = layout, hashlib.sha256()
        self._file = BytesIO()
        # No time inside: the same rows give the same bytes.
        self._packed = gzip.GzipFile(fileobj=self._file, mode="wb", mtime=0)
        self.size = self.rows = 0
        heads = [layout.columns] if layout.header else []
        self._put(write(heads, layout.encoding, quote_all=layout.quote_all))

    def add(self, rows: Sequence[Row]) -> None:
        """More rows, each of whose characters the encoding has."""
        content = write(rows, self._layout.encoding, quote_all=self._layout.quote_all)
        self._put(content.removeprefix(codecs.BOM_UTF8))
        self.rows += len(rows)

    def finished(self) -> tuple[bytes, bytes]:
        """The digest of the file, and the file packed."""
        self._packed.close()
        return self._digest.digest(), self._file.getvalue()

    def _put(self, content: bytes) -> None:
        self._digest.update(content)
        self._packed.write(content)
        self.size += len(content)


def unpacked(packed: bytes) -> IO[bytes]:
    """The file again, unpacked while it is read."""
    return cast("IO[bytes]", gzip.GzipFile(fileobj=BytesIO(packed)))
