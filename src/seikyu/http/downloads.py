"""Files that are made for whoever asks and saved by their browser: CSV of a list, many PDFs in one."""

import codecs
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from seikyu.kit.csv_text import Encoding, Unwritable, write
from seikyu.wire import codes
from seikyu.wire.faults import Refusal

IN_MEMORY = 4 * 1024 * 1024
BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole CSV file, and how many rows stand in it below its heads."""

    file: IO[bytes]
    rows: int


async def csv_sheet(
    heads: Sequence[str], chunks: AsyncIterator[Sequence[Sequence[str]]], encoding: Encoding
) -> Sheet:
    """The file with all rows, whose first column is an invoice's number.

    It is whole before anything is sent: a character that cannot be written is refused, told with its place.
    """
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- closed when it has been sent
    count = 0
    try:
        file.write(write([heads], encoding))
        async for rows in chunks:
            file.write(write(rows, encoding).removeprefix(codecs.BOM_UTF8))
            count += len(rows)
    except Unwritable as unwritable:
        file.close()
        raise Refusal(
            codes.UNWRITABLE_CHARACTER,
            status=400,
            number=rows[unwritable.row - 1][0],
            column=heads[unwritable.column - 1],
            character=unwritable.character,
            point=f"U+{ord(unwritable.character):04X}",
        ) from None
    except BaseException:
        file.close()
        raise
    return Sheet(file, count)


def csv_answer(sheet: Sheet, name: str, encoding: Encoding) -> Response:
    """The file, sent in blocks, to be saved under a name that may be Japanese."""
    charset = "utf-8" if encoding == "utf-8" else "Shift_JIS"
    return StreamingResponse(
        _blocks(sheet.file),
        media_type=f"text/csv; charset={charset}",
        headers=saved_as(name),
        background=BackgroundTask(sheet.file.close),
    )


def saved_as(name: str) -> dict[str, str]:
    """The headers of a file that is to be saved under this name (RFC 6266, RFC 8187)."""
    plain = "".join(character if character.isascii() else "_" for character in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
