"""Reading the first sheet of an Excel workbook as texts, without trusting what is in it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import dropwhile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MAX_UNPACKED = 400 * 1024 * 1024
"""Bytes of all parts of a workbook that are read, unpacked."""
MOST_PARTS = 5000
"""So many parts has no workbook that a person made."""
PART = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels|xl/workbook\.xml|xl/styles\.xml"
    r"|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
SHEET = re.compile(r"xl/worksheets/", re.IGNORECASE)
# References of rows and cells: `<row r="12">`, `<c r="AB12">`. An ampersand would hide what is meant.
REFERENCE = re.compile(rb"""\sr\s*=\s*(?:"([^"]*)"|'([^']*)')""")
FAR = re.compile(rb"([A-Za-z]{0,3})([0-9]{1,7})")

Cell = int | float | str | bool | date | datetime | time | timedelta


class TooLarge(Exception):  # noqa: N818 -- named for what the file is
    """Unpacked, or spread out over its sheet, the workbook would take too much room."""


class Active(Exception):  # noqa: N818 -- named for what the file is
    """The workbook holds macros."""


class Unusable(Exception):  # noqa: N818 -- named for what the file is
    """The file is no workbook that can be read."""


def workbook_rows(content: bytes, max_rows: int, max_columns: int) -> Iterator[list[str]]:
    """The rows of the first sheet that is shown, as people see them: dates with slashes, figures plainly.

    How a cell is formatted is not known: 10 % stands there as 0.1. Rows above the first one that is used are
    left out.
    """
    safe = _unpacked(content, max_rows, max_columns)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(safe)) as book:
            sheet = book.get_sheet_by_index(_first_shown(book))
            # Rust sizes its table by the outermost cells, which is why those were looked at before.
            rows = ([_text(cell) for cell in row] for row in sheet.iter_rows())
            yield from dropwhile(lambda row: not any(row), rows)
    except (CalamineError, OSError, IndexError):
        raise Unusable from None


def _first_shown(book: CalamineWorkbook) -> int:
    for index, sheet in enumerate(book.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            return index
    return 0


def _unpacked(content: bytes, max_rows: int, max_columns: int) -> bytes:
    """The same workbook with nothing in it but what is needed, packed by nobody: its size is what it says."""
    out = io.BytesIO()
    room = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as kept:
            seen: set[str] = set()
            entries = given.infolist()
            if len(entries) > MOST_PARTS:
                raise TooLarge
            if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
                raise Active
            for entry in entries:
                if not PART.fullmatch(entry.filename) or entry.filename in seen:
                    continue
                seen.add(entry.filename)
                with given.open(entry) as part:
                    data = part.read(room + 1)
                room -= len(data)
                if room < 0:
                    raise TooLarge
                if SHEET.match(entry.filename):
                    _assert_near(data, max_rows, max_columns)
                kept.writestr(entry.filename, data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        # A part that is encrypted, packed in a way we do not know, or shorter than it says.
        raise Unusable from None
    return out.getvalue()


def _assert_near(sheet: bytes, max_rows: int, max_columns: int) -> None:
    rows = columns = 0
    for found in REFERENCE.finditer(sheet):
        match = FAR.fullmatch(found[1] if found[1] is not None else found[2])
        if match is None:
            raise Unusable
        rows, columns = max(rows, int(match[2])), max(columns, _column(match[1]))
    # Formats may reach some way beyond the cells that are used.
    if rows * columns > (max_rows + 1) * max_columns:
        raise TooLarge


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number


def _text(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            # Never reckoned with as a float: its shortest spelling is the figure that was typed.
            return _plain(Decimal(str(cell)))
        case datetime() if cell.time() != time():
            return f"{cell:%Y/%m/%d %H:%M:%S}"
        case date():
            return f"{cell:%Y/%m/%d}"
    return str(cell)


def _plain(number: Decimal) -> str:
    if not number.is_finite():
        return str(number)
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
