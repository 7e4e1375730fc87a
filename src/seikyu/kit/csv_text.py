"""CSV as Japanese offices exchange it: UTF-8 or Shift_JIS (CP932), RFC 4180, nothing lost or replaced."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from seikyu.kit.file_types import is_no_text

Encoding = Literal["utf-8", "cp932"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


@dataclass(eq=False)
class Undecodable(ValueError):  # noqa: N818 -- named for what the file is
    """Bytes that stand for no character of the encoding, by their line, from 1."""

    encoding: Encoding
    line: int


@dataclass(eq=False)
class Unwritable(ValueError):  # noqa: N818 -- named for what the character is
    """A character that the encoding has none of, and where it stands: row and column from 1."""

    character: str
    row: int
    column: int


def decode(content: bytes, encoding: Encoding | None = None) -> tuple[str, Encoding]:
    """The text of a file and its encoding, found out when it is not given; raise Undecodable."""
    if is_no_text(content):
        raise Undecodable(encoding or "utf-8", 1)
    if encoding is None:
        encoding = "utf-8" if content.startswith(b"\xef\xbb\xbf") or _is_utf8(content) else "cp932"
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding
    except UnicodeDecodeError as error:
        raise Undecodable(encoding, content.count(b"\n", 0, error.start) + 1) from None


def read(text: str) -> Iterator[list[str]]:
    """The rows of a text; raise csv.Error where its quotes make no sense."""
    return csv.reader(io.StringIO(text, newline=""), strict=True)


def read_lines(lines: Iterable[str]) -> Iterator[list[str]]:
    """The rows of a file too large to be held whole, opened with `newline=""`."""
    return csv.reader(lines, strict=True)


def write(rows: Iterable[Sequence[str]], encoding: Encoding, *, quote_all: bool = False) -> bytes:
    """The bytes of rows, with CRLF, and with a mark in front that tells spreadsheets of UTF-8.

    Raise Unwritable instead of replacing a character.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    for number, row in enumerate(rows, start=1):
        for found in unwritable(row, encoding, number):
            raise found
        writer.writerow(row)
    return out.getvalue().encode("utf-8-sig" if encoding == "utf-8" else "cp932")


def unwritable(row: Sequence[str], encoding: Encoding, number: int = 1) -> Iterator[Unwritable]:
    """Every character of a row that the encoding has none of, in order, once a value."""
    if encoding == "utf-8":
        return
    for column, value in enumerate(row, start=1):
        if not _fits(value):
            for character in dict.fromkeys(value):
                if not _fits(character):
                    yield Unwritable(character, number, column)


def harmless(value: str) -> str:
    """A text that no spreadsheet takes for a formula; figures stay as they are."""
    if value.startswith(FORMULA_STARTS) and not _is_figure(value):
        return f"'{value}"
    return value


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _fits(value: str) -> bool:
    """Whether the value comes back as it was: the codec takes 〜 and − for their neighbours ～ and －."""
    try:
        return value.encode("cp932").decode("cp932") == value
    except UnicodeEncodeError:
        return False


def _is_figure(value: str) -> bool:
    return value.lstrip("+-").replace(".", "", 1).replace(",", "").isdecimal()
