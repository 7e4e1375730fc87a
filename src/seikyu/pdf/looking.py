"""Looking into a PDF that came from outside: whether something in it acts when it is opened."""

from enum import Enum, auto
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_OBJECTS = 50_000
"""So many, and looking at all of them takes a second or two; no paper of a trade has them."""

# ISO 32000-2: 12.6.4 actions, 7.11.4 embedded files, 13 multimedia, 12.7.8 XFA.
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/RichMediaExecute"}
)
HOLDING = frozenset({"/JS", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"})


class Looked(Enum):
    """What was found."""

    STILL = auto()
    """Nothing in it acts."""
    ACTIVE = auto()
    """It holds scripts, actions that reach beyond the document, or other files."""
    CLOSED = auto()
    """It cannot be looked into: a password protects it, or it is damaged."""


def look(content: bytes) -> Looked:
    """Look at every object of a PDF, whether anything leads to it or not; takes its time: use a thread."""
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Looked.CLOSED
        found = {(number, generation) for generation, at in reader.xref.items() for number in at}
        found |= {(number, 0) for number in reader.xref_objStm}
        if len(found) > MOST_OBJECTS or not len(reader.pages):
            return Looked.CLOSED
        for number, generation in found:
            if number and _acts(IndirectObject(number, generation, reader).get_object()):
                return Looked.ACTIVE
    except Exception:  # noqa: BLE001 -- whatever a damaged file makes the library raise, it is damaged
        return Looked.CLOSED
    return Looked.STILL


def _acts(found: object) -> bool:
    """Whether an object, or one that stands in it, acts; those it only refers to are looked at themselves."""
    left = [found]
    while left:
        match left.pop():
            case DictionaryObject() as entries:
                if not HOLDING.isdisjoint(entries) or entries.get("/S") in ACTIONS:
                    return True
                left += [entries.raw_get(key) for key in entries]
            case ArrayObject() as several:
                left += list.__iter__(several)
    return False
