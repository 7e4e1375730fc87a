"""The press: typst compilers kept warm, fonts of our own and no others."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType

import typst

from seikyu.pdf.glyphs import Glyphs, read_glyphs

FONTS = Path(__file__).parent / "fonts"
FULL_WIDTH_SPACE = "\u3000"
"""As wide as a letter where figures come first, whatever the ordinary font says."""

BLANK = Path(__file__).parent / "blank.typ"

LARGE = 16_000
"""Bytes of data from which a print leaves so much in typst's cache (some 40 MB for 500 lines that no other
invoice shares) that it is dropped at once. Dropping costs time in step with the largest print there has been,
so it is not done after every print."""

NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})

CACHE_AGE = 10
"""Prints for which typst keeps what it worked out."""


class Unprintable(Exception):  # noqa: N818 -- said of the data, not of the program
    """The template cannot be printed with this data: an image is broken, say."""


@dataclass(frozen=True, slots=True)
class Press:
    """Prints data by one template; may be used from many threads at once.

    A compiler serves one thread at a time and leaves the interpreter to others meanwhile, so there are as
    many prints under way as there are compilers; further ones wait. `text` is the ordinary font; `figures`
    holds little but figures of one width, which come first in tables; next to letters they may come from
    either font, so `mixed` is the wider of both.
    """

    compilers: SimpleQueue[typst.Compiler]
    blanks: SimpleQueue[typst.Compiler]
    text: Glyphs
    figures: Glyphs
    mixed: Glyphs

    def print(self, data: bytes, *, made: datetime, images: Mapping[str, bytes] = NO_IMAGES) -> bytes:
        """PDF/A-3b of the template with `sys.inputs.data`; the same data and moment give the same bytes.

        The data is JSON that the template reads as values: nothing in it is ever taken for markup. Images
        stand beside it under their names, as JSON arrays of their bytes.
        """
        inputs = _inputs(data, images)
        with _borrowed(self.compilers) as compiler:
            printed = compiler.compile(format="pdf", pdf_standards="a-3b", sys_inputs=inputs, timestamp=made)
        if _size(inputs) > LARGE:
            self._forget()
        if not isinstance(printed, bytes):
            raise TypeError("a PDF is one file")
        return printed

    def draw(self, data: bytes, *, made: datetime, images: Mapping[str, bytes] = NO_IMAGES) -> list[bytes]:
        """The same as pictures for the screen, one SVG a page."""
        inputs = _inputs(data, images)
        with _borrowed(self.compilers) as compiler:
            drawn = compiler.compile(format="svg", sys_inputs=inputs, timestamp=made)
        if _size(inputs) > LARGE:
            self._forget()
        return drawn if isinstance(drawn, list) else [drawn or b""]

    def table_width(self, text: str) -> float:
        """How wide a line is at most in a table, in parts of the type size."""
        # Most texts are words: their first character says so, and they are many.
        figures = self.figures.advances
        alone = text[:1] in figures and figures.keys() >= set(text)
        return (self.figures if alone else self.mixed).width(text)

    def _forget(self) -> None:
        """Print a blank page so often that typst drops what it kept of the document."""
        with _borrowed(self.blanks) as blank:
            for _ in range(CACHE_AGE + 1):
                blank.compile(format="pdf")


def _inputs(data: bytes, images: Mapping[str, bytes]) -> dict[str, str]:
    bytes_of = {name: str([*image]) for name, image in images.items()}
    return {"data": data.decode(), **bytes_of}


def _size(inputs: Mapping[str, str]) -> int:
    return sum(map(len, inputs.values()))


@contextmanager
def _borrowed(kept: SimpleQueue[typst.Compiler]) -> Iterator[typst.Compiler]:
    compiler = kept.get()
    try:
        yield compiler
    except typst.TypstError as error:
        raise Unprintable(str(error)) from error
    finally:
        kept.put(compiler)


def open_press(template: Path, *, compilers: int = 1) -> Press:
    """A press for the template, which may read files beside it and nothing else."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])

    def filled(main: Path, count: int) -> SimpleQueue[typst.Compiler]:
        kept: SimpleQueue[typst.Compiler] = SimpleQueue()
        for _ in range(count):
            kept.put(typst.Compiler(main, root=main.parent, font_paths=fonts))
        return kept

    text = read_glyphs(FONTS / "BIZUDPGothic-Regular.ttf")
    figures = read_glyphs(FONTS / "SeikyuFigures-Regular.ttf")
    wider = {sign: max(width, text.advances[sign]) for sign, width in figures.advances.items()}
    return Press(
        compilers=filled(template, compilers),
        blanks=filled(BLANK, 1),
        text=text,
        figures=figures,
        mixed=Glyphs({**text.advances, **wider, FULL_WIDTH_SPACE: 1.0}),
    )
