"""Whether files may be attached: their names, their kinds, how large and how many they are.

When they may is for the slice of what carries them to say: those of a seller's invoice are fixed from its
submission to approval on, until it comes back or, without approval, until it is issued (`issuing.files`).
"""

import unicodedata
from collections.abc import Sequence

from seikyu.attachments.kinds import ENDINGS, kind_of
from seikyu.attachments.model import (
    MEGABYTE,
    MOST_BYTES,
    MOST_BYTES_TOGETHER,
    MOST_FILES,
    NAME_LENGTH,
    Attachment,
    File,
)
from seikyu.wire import codes
from seikyu.wire.faults import Fault

EXAMPLE = "見積書.pdf"
# What some system does not take in a file's name, or takes for something else.
UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def read_file(path: str, name: str, content: bytes) -> File | Fault:
    """A file that was sent, with a fit name; or what is wrong with it, at the path it was sent under."""
    named = fit_name(name)
    stem, _, ending = named.rpartition(".")
    if not stem or not ending:
        return Fault(path, codes.ATTACHMENT_NAME, {"name": EXAMPLE})
    kind = kind_of(named)
    if kind is None:
        return Fault(path, codes.ATTACHMENT_KIND, {"name": named, "kinds": ", ".join(ENDINGS)})
    if not content:
        return Fault(path, codes.ATTACHMENT_EMPTY, {"name": named})
    if len(content) > MOST_BYTES:
        return Fault(path, codes.ATTACHMENT_TOO_LARGE, {"name": named, "limit": MOST_BYTES // MEGABYTE})
    if not kind.fits(content):
        return Fault(path, codes.ATTACHMENT_CONTENT, {"name": named})
    return File(named, kind.media_type, content)


def too_much(path: str, held: Sequence[Attachment], added: Sequence[File]) -> list[Fault]:
    """What is wrong with adding files to those that are held."""
    faults = []
    if len(held) + len(added) > MOST_FILES:
        faults.append(Fault(path, codes.ATTACHMENTS_TOO_MANY, {"limit": MOST_FILES}))
    if sum(one.size for one in held) + sum(len(one.content) for one in added) > MOST_BYTES_TOGETHER:
        limit = MOST_BYTES_TOGETHER // MEGABYTE
        faults.append(Fault(path, codes.ATTACHMENTS_TOO_LARGE, {"limit": limit}))
    return faults


def fit_name(given: str) -> str:
    """The name without folders, invisible characters and what some system does not take, at most 100 long."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in INVISIBLE).translate(UNFIT)
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    room = NAME_LENGTH - len(dot) - len(ending)
    return f"{stem[: max(room, 0)].strip(' .')}{dot}{ending}"[:NAME_LENGTH]
