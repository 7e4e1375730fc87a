"""Reading a file into rows of texts: CSV in the encodings of Japanese offices, or an Excel workbook. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from seikyu.kit import csv_text
from seikyu.kit.csv_text import Encoding
from seikyu.kit.file_types import is_no_text
from seikyu.uploads.blocks import pack
from seikyu.uploads.workbook import Active, TooLarge, Unusable, workbook_rows
from seikyu.wire import codes
from seikyu.wire.faults import Fault

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 300
REMARKS = frozenset({"エラー", "Errors"})
"""The head of the column that our error files add: it is not read."""

Kind: TypeAlias = Literal["csv", "xlsx"]
ENCODING_NAMES: dict[Encoding, str] = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}


class Unreadable(Exception):  # noqa: N818 -- the file is at fault, the program is not
    """The file cannot be read, and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code.number)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: the heads of its columns, and its rows, each with a text per column, packed.

    A row that is longer than the header keeps one text too much; blank rows stay, so that each keeps its
    place.
    """

    kind: Kind
    encoding: Encoding | None
    header: tuple[str, ...]
    rows: int
    blocks: Sequence[bytes]


def read_table(name: str, content: bytes, encoding: Encoding | None = None) -> Table:
    """Read a file by the ending of its name; the encoding of a CSV is found out when it is not given."""
    if len(content) > MAX_BYTES:
        raise _unreadable(codes.UPLOAD_TOO_LARGE, limit=MAX_BYTES // (1024 * 1024))
    match name.lower().rpartition(".")[2]:
        case "csv" | "txt":
            if is_no_text(content):
                raise _unreadable(codes.FILE_CONTENT_OTHER, kind="CSV")
            text, found = _decode(content, encoding)
            return _table("csv", found, _csv_rows(text))
        case "xlsx":
            try:
                return _table("xlsx", None, workbook_rows(content, MAX_ROWS, MAX_COLUMNS))
            except Active:
                raise _unreadable(codes.FILE_ACTIVE, name=name) from None
            except TooLarge:
                raise _unreadable(codes.UPLOAD_WORKBOOK_TOO_LARGE) from None
            except Unusable:
                raise _unreadable(codes.UPLOAD_WORKBOOK) from None
        case _:
            raise _unreadable(codes.UPLOAD_KIND)


def _table(kind: Kind, encoding: Encoding | None, rows: Iterable[Sequence[str]]) -> Table:
    below = iter(rows)
    header = _header(next(below, []))
    ours = bool(header) and header[-1] in REMARKS
    count = 0

    def counted() -> Iterator[Sequence[str]]:
        nonlocal count
        for row in _without_blank_end(_cells(row, len(header), ours=ours) for row in below):
            count += 1
            if count > MAX_ROWS:
                raise _unreadable(codes.UPLOAD_TOO_MANY_ROWS, limit=f"{MAX_ROWS:,}")
            yield row

    blocks = list(pack(counted()))
    if not count or not any(header):
        raise _unreadable(codes.UPLOAD_EMPTY)
    return Table(kind, encoding, header[:-1] if ours else header, count, blocks)


def _without_blank_end(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    blanks: list[Sequence[str]] = []
    for row in rows:
        if len(blanks) < MAX_ROWS and not any(map(str.strip, row)):
            blanks.append(row)
            continue
        yield from blanks
        blanks.clear()
        yield row


def _header(row: Sequence[str]) -> tuple[str, ...]:
    heads = [head.replace("\0", "").strip() for head in row]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MAX_COLUMNS:
        raise _unreadable(codes.UPLOAD_TOO_MANY_COLUMNS, limit=MAX_COLUMNS)
    return tuple(heads)


def _cells(row: Sequence[str], width: int, *, ours: bool) -> list[str]:
    """The cells of a row: as many as there are heads, and a mark of what is written beyond them."""
    cells = [*row, *[""] * (width - len(row))]
    beyond = next((cell for cell in cells[width:] if cell.strip()), None)
    kept = cells[: width - 1] if ours else cells[:width]
    return kept if beyond is None else [*kept, beyond]


def _decode(content: bytes, encoding: Encoding | None) -> tuple[str, Encoding]:
    try:
        return csv_text.decode(content, encoding)
    except csv_text.Undecodable as error:
        raise _unreadable(
            codes.UPLOAD_UNDECODABLE,
            line=error.line,
            column=_column(content, error.encoding),
            encoding=ENCODING_NAMES[error.encoding],
        ) from None


def _column(content: bytes, encoding: Encoding) -> int:
    """The column that holds the first bytes that are no characters."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding)
        rows = list(csv.reader(before.splitlines(keepends=True)))
        return max(len(rows[-1]), 1) if rows and not before.endswith(("\n", "\r")) else 1
    raise AssertionError("decoding failed before")


def _csv_rows(text: str) -> Iterator[list[str]]:
    rows, number = csv_text.read(text), 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise _unreadable(codes.UPLOAD_QUOTES, line=number + 1) from None
        number += 1
        yield row


def _unreadable(code: codes.Code, **values: object) -> Unreadable:
    return Unreadable(Fault("", code, values))
