"""Rows, packed a hundred at a time: kept small, and found again without reading what lies before them."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

BLOCK = 100
FAST = 1

Row = Sequence[str]


def pack(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows in blocks of `BLOCK`."""
    given = iter(rows)
    while block := list(islice(given, BLOCK)):
        yield zlib.compress(msgspec.msgpack.encode(block), FAST)


def unpack(block: bytes) -> list[list[str]]:
    """The rows of a block."""
    return msgspec.msgpack.decode(zlib.decompress(block), type=list[list[str]])


def numbered(blocks: Iterable[bytes], first: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Each row with its index, where the first block begins with the row `first`."""
    number = first
    for block in blocks:
        for row in unpack(block):
            yield number, row
            number += 1
