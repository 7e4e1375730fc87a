"""What a PNG or JPEG says of itself, told by its own bytes; nothing is unpacked."""

import struct
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEAD = 24
JPEG = b"\xff\xd8\xff"

FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD9)}


@dataclass(frozen=True, slots=True)
class Picture:
    """Its kind and its sides; the components of a JPEG's pixels are 1 for grey, 3 for colour, 4 for inks."""

    media_type: str
    width: int
    height: int
    components: int | None = None


def picture(content: bytes) -> Picture | None:
    """The picture; none where the bytes are no PNG or JPEG, or end before they say how large it is."""
    if content.startswith(PNG):
        return _png(content)
    return _jpeg(content) if content.startswith(JPEG) else None


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
            if at + 10 > len(content):
                return None
            height, width = struct.unpack_from(">HH", content, at + 5)
            return Picture("image/jpeg", width, height, content[at + 9])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
