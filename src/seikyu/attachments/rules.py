"""Whether files may be attached: their names, their kinds, how large and how many they are.

When they may is for the slice of what carries them to say: those of a seller's invoice are fixed from its
submission to approval on, until it comes back or, without approval, until it is issued (`issuing.files`).
"""

from collections.abc import Sequence

from seikyu.attachments.kinds import ENDINGS, PACKED, Kind, kind_of, unpacked_size
from seikyu.attachments.model import (
    MEGABYTE,
    MOST_BYTES,
    MOST_BYTES_TOGETHER,
    MOST_FILES,
    NAME_LENGTH,
    Attachment,
    File,
)
from seikyu.kit.file_names import fit_name
from seikyu.kit.pictures import picture
from seikyu.pdf.looking import Looked, look
from seikyu.wire import codes
from seikyu.wire.faults import Fault

EXAMPLE = "見積書.pdf"
PDF = "application/pdf"
MOST_PIXELS, MILLION = 100, 1_000_000
"""Millions of pixels: an A3 page scanned with 600 dpi has 70."""
MOST_UNPACKED = 200
"""Megabytes an office file may unpack to."""


def read_file(path: str, name: str, content: bytes, *, as_it_came: bool = False) -> File | Fault:
    """A file that was sent, with a fit name; or what is wrong with it, at the path it was sent under.

    A paper that has to be kept `as_it_came` may be a PDF that acts or cannot be looked into: who received it
    by mail is bound to keep it so (law 1, 電子取引), and nobody else is sent it.
    """
    named = fit_name(name, NAME_LENGTH)
    stem, _, ending = named.rpartition(".")
    if not stem or not ending:
        return Fault(path, codes.ATTACHMENT_NAME, {"name": EXAMPLE})
    kind = kind_of(named)
    if kind is None:
        return Fault(path, codes.ATTACHMENT_KIND, {"name": named, "kinds": ", ".join(ENDINGS)})
    fault = _unlike(path, named, kind, content) or _harm(path, named, kind, content, as_it_came=as_it_came)
    return fault or File(named, kind.media_type, content)


def too_much(path: str, held: Sequence[Attachment], added: Sequence[File]) -> list[Fault]:
    """What is wrong with adding files to those that are held."""
    faults = []
    if len(held) + len(added) > MOST_FILES:
        faults.append(Fault(path, codes.ATTACHMENTS_TOO_MANY, {"limit": MOST_FILES}))
    if sum(one.size for one in held) + sum(len(one.content) for one in added) > MOST_BYTES_TOGETHER:
        limit = MOST_BYTES_TOGETHER // MEGABYTE
        faults.append(Fault(path, codes.ATTACHMENTS_TOO_LARGE, {"limit": limit}))
    return faults


def _unlike(path: str, named: str, kind: Kind, content: bytes) -> Fault | None:
    """What makes content that cannot be a file of this kind."""
    if not content:
        return Fault(path, codes.ATTACHMENT_EMPTY, {"name": named})
    if len(content) > MOST_BYTES:
        return Fault(path, codes.ATTACHMENT_TOO_LARGE, {"name": named, "limit": MOST_BYTES // MEGABYTE})
    if not kind.fits(content):
        return Fault(path, codes.ATTACHMENT_CONTENT, {"name": named})
    return None


def _harm(path: str, named: str, kind: Kind, content: bytes, *, as_it_came: bool) -> Fault | None:
    """What makes a file that is what it says unfit for the machines it goes to."""
    if kind.media_type == PDF and not as_it_came:
        match look(content):
            case Looked.ACTIVE:
                return Fault(path, codes.FILE_ACTIVE, {"name": named})
            case Looked.CLOSED:
                return Fault(path, codes.FILE_LOCKED, {"name": named})
    if kind.media_type.startswith("image/"):
        found = picture(content)
        if found is None:
            return Fault(path, codes.ATTACHMENT_CONTENT, {"name": named})
        if found.width * found.height > MOST_PIXELS * MILLION:
            return Fault(path, codes.FILE_PIXELS, {"name": named, "limit": MOST_PIXELS})
    if content.startswith(PACKED) and unpacked_size(content) > MOST_UNPACKED * MEGABYTE:
        return Fault(path, codes.FILE_UNPACKS_LARGE, {"name": named, "limit": MOST_UNPACKED})
    return None
