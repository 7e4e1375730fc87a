"""What a font can print and how wide it prints it, read from the font's own tables (OpenType cmap, hmtx)."""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

GETA = "〓"
"""Stands for a character the font lacks, as printers have always done; it can be seen and counted."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The widths of all characters of a font, in parts of the type size."""

    advances: Mapping[str, float] = field(repr=False)

    def width(self, text: str) -> float:
        """How wide a line of text is at most, in parts of the type size."""
        return sum(map(self.advances.get, text, repeat(1.0)))

    def printable(self, text: str) -> str:
        """The text with nothing in it the font cannot show; line breaks stay.

        Marks are joined with their letters, what is not seen (controls, direction marks, joiners) is dropped,
        and any other character the font lacks becomes `〓`.
        """
        if self.advances.keys() >= set(text) and unicodedata.is_normalized("NFC", text):
            return text
        return "".join(self._shown(text.replace("\r\n", "\n").replace("\r", "\n")))

    def _shown(self, text: str) -> Iterator[str]:
        last = ""
        for character in text:
            joined = (
                unicodedata.normalize("NFC", last + character) if unicodedata.combining(character) else ""
            )
            if len(joined) == 1 and joined in self.advances:
                last = joined
                continue
            yield last
            last = self._one(character, last)
        yield last

    def _one(self, character: str, before: str) -> str:
        if character in self.advances or character == "\n":
            return character
        if character in _SELECTORS:
            return character if before >= _FIRST_IDEOGRAPH else ""
        if unicodedata.category(character) == "Zs" or character == "\t":
            return " "
        if unicodedata.category(character) in _UNSEEN or character in _FILLERS:
            return ""
        return GETA


def read_glyphs(font: Path) -> Glyphs:
    """Read a TrueType font's character map and widths."""
    data = font.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {tag: offset for tag, _, offset, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * count])}
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = [width for width, _ in struct.iter_unpack(">Hh", data[tables[b"hmtx"] :][: 4 * metrics])]
    return Glyphs(
        {
            chr(point): widths[min(glyph, metrics - 1)] / em
            for point, glyph in _character_map(data, tables[b"cmap"])
        }
    )


def _character_map(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Pairs of code point and glyph number from the subtable of format 12, which holds all of Unicode."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    for _, _, offset in struct.iter_unpack(">HHI", data[cmap + 4 :][: 8 * count]):
        if struct.unpack_from(">H", data, cmap + offset)[0] == _ALL_OF_UNICODE:
            groups = struct.unpack_from(">I", data, cmap + offset + 12)[0]
            ranges = data[cmap + offset + 16 :][: 12 * groups]
            for first, last, glyph in struct.iter_unpack(">III", ranges):
                yield from zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)


_ALL_OF_UNICODE = 12
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_FIRST_IDEOGRAPH = "\u3400"
