"""Logo and seal images: PNG or JPEG of a sensible size, told by their own bytes, not by their name."""

import struct
from dataclasses import dataclass

from seikyu.wire import codes
from seikyu.wire.faults import Fault

MOST_BYTES = 200 * 1024
LEAST_PIXELS, MOST_PIXELS = 16, 2000

PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEAD = 24
JPEG = b"\xff\xd8\xff"
GREY_OR_COLOUR = (1, 3)
"""Components of a JPEG that paper and screen agree on; four are inks, which PDF/A needs a profile for."""

FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True, slots=True)
class Picture:
    """What an image says of itself."""

    media_type: str
    width: int
    height: int


def check(name: str, label: str, content: bytes) -> tuple[Picture | None, list[Fault]]:
    """The picture, or what is wrong with it; whether it can be drawn is found out by drawing it."""
    if len(content) > MOST_BYTES:
        return None, [Fault(name, codes.IMAGE_TOO_LARGE, {"label": label, "limit": MOST_BYTES // 1024})]
    if not content.startswith((PNG, JPEG)):
        return None, [Fault(name, codes.IMAGE_KIND, {"label": label})]
    found = _png(content) if content.startswith(PNG) else _jpeg(content)
    if found is None:
        return None, [Fault(name, codes.IMAGE_BROKEN, {"label": label})]
    sides = (found.width, found.height)
    if min(sides) < LEAST_PIXELS or max(sides) > MOST_PIXELS:
        values = {"low": LEAST_PIXELS, "high": MOST_PIXELS, "width": found.width, "height": found.height}
        return None, [Fault(name, codes.IMAGE_DIMENSIONS, {"label": label, **values})]
    return found, []


def _png(content: bytes) -> Picture | None:
    if len(content) < PNG_HEAD or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return Picture("image/png", width, height)


def _jpeg(content: bytes) -> Picture | None:
    """From the frame header, past all the segments before it."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004 -- begins every marker
        marker = content[at + 1]
        if marker == 0xFF or marker in ALONE:  # noqa: PLR2004 -- fill byte
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 -- fill byte
            continue
        if marker in FRAMES:
            if at + 10 > len(content) or content[at + 9] not in GREY_OR_COLOUR:
                return None
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Picture("image/jpeg", width, height)
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
