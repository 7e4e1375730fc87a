"""The kinds of files that may be attached (law 2.6), each known by its ending and by what is in it.

Archives and programs are none of them, nor office files that hold macros: nobody can see what is inside.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

OPEN_XML = "application/vnd.openxmlformats-officedocument"
PACKED = b"PK\x03\x04"
MOST_PARTS = 5000
"""So many parts has no office file that a person made."""
# What no text holds: control characters but for tab, line breaks and the mark that ends a page.
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its endings, its media type, and whether bytes can be one."""

    endings: tuple[str, ...]
    media_type: str
    fits: Callable[[bytes], bool]


def kind_of(name: str) -> Kind | None:
    """The kind that a name's ending tells."""
    return _BY_ENDING.get(name.rpartition(".")[2].lower()) if "." in name else None


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _holds(part: str) -> Callable[[bytes], bool]:
    """An office file that has this part and no macros."""

    def fits(content: bytes) -> bool:
        names = _parts(content)
        return part in names and not any(name.lower().endswith("vbaproject.bin") for name in names)

    return fits


def unpacked_size(content: bytes) -> int:
    """How many bytes a packed file says it unpacks to; one that lies no office program opens."""
    return sum(entry.file_size for entry in _entries(content))


def _parts(content: bytes) -> set[str]:
    entries = _entries(content)
    return {entry.filename for entry in entries} if len(entries) <= MOST_PARTS else set()


def _entries(content: bytes) -> list[zipfile.ZipInfo]:
    # Only the table of contents is read: what is packed stays packed.
    if not content.startswith(PACKED):
        return []
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def _is_open_document_sheet(content: bytes) -> bool:
    # The first part is its own media type, not packed.
    mark = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    return content[30:].startswith(mark) and "content.xml" in _parts(content)


def _is_text(content: bytes) -> bool:
    if not CONTROLS.isdisjoint(content):
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_xml(content: bytes) -> bool:
    """Well formed, without a document type: whoever opens it must not be led elsewhere by it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    # The stubs do not know of it.
    doctype: str = root.getroottree().docinfo.doctype  # type: ignore[union-attr]
    return not doctype


KINDS = (
    Kind(("pdf",), "application/pdf", _starts(b"%PDF-")),
    Kind(("png",), "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    Kind(("jpg", "jpeg"), "image/jpeg", _starts(b"\xff\xd8\xff")),
    Kind(("xlsx",), f"{OPEN_XML}.spreadsheetml.sheet", _holds("xl/workbook.xml")),
    Kind(("docx",), f"{OPEN_XML}.wordprocessingml.document", _holds("word/document.xml")),
    Kind(("ods",), "application/vnd.oasis.opendocument.spreadsheet", _is_open_document_sheet),
    Kind(("csv",), "text/csv", _is_text),
    Kind(("txt",), "text/plain", _is_text),
    Kind(("xml",), "application/xml", _is_xml),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
_BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
