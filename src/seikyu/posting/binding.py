"""Binding printed documents into one PDF."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part of a bound PDF begins, from page 1, and how many pages it has."""

    first_page: int
    pages: int


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def bind(pdfs: Sequence[bytes]) -> bytes:
    """All pages of these PDFs in one."""
    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(io.BytesIO(pdf), import_outline=False)
    return _written(writer)


def bind_letters(sheets: bytes, papers: Sequence[bytes]) -> tuple[bytes, list[Part]]:
    """Each window sheet, a page of `sheets`, followed by the papers of its letter."""
    writer, parts, first = PdfWriter(), [], 1
    cover = PdfReader(io.BytesIO(sheets))
    for number, paper in enumerate(papers):
        writer.append(cover, pages=(number, number + 1), import_outline=False)
        writer.append(io.BytesIO(paper), import_outline=False)
        pages = len(writer.pages) - first + 1
        parts.append(Part(first, pages))
        first += pages
    return _written(writer), parts


def _written(writer: PdfWriter) -> bytes:
    # Every invoice brings its own fonts and colour profile: what is the same is kept once.
    writer.compress_identical_objects()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
