"""What the search box searches: one entry a section of a page, an error code, an operation."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from seikyu.docs.contents import Section, operation_of
from seikyu.docs.library import Page
from seikyu.docs.markup import ERROR_CODE, STATED
from seikyu.docs.slugs import slug
from seikyu.wire.faults import Language

WORDS = 400
"""Characters of a section's text that are searched."""

_HEADING = re.compile(r"^(#{1,3}) (.+)$")
_FIELD = re.compile(r"^\| `([^`]+)` \| ([^|]*)")
_NOISE = re.compile(r"[`*|]|\]\([^)]*\)|\[")


class Entry(msgspec.Struct, frozen=True):
    """Something to be found: its title, the page it is on, its address, and the words beside it."""

    title: str
    page: str
    href: str
    words: str


def index_of(sections: Sequence[Section], language: Language, address: Callable[[str], str]) -> bytes:
    """All entries as JSON."""
    entries = [
        entry
        for section in sections
        for page in section.pages
        for entry in _entries(page, language, address(page.path))
    ]
    return msgspec.json.encode(entries)


def _entries(page: Page, language: Language, href: str) -> Iterator[Entry]:
    title = page.title(language)
    operation = operation_of(page.path)
    if operation is not None:
        # Field names are what people look for; each leads to the page.
        names = [f"{operation.method.upper()} {operation.path} {operation.name}"]
        rows = filter(None, map(_FIELD.match, page.texts[language].splitlines()))
        names += [f"{row[1].rpartition('.')[2]} {row[2].strip()}" for row in rows]
        yield Entry(title, "", href, " ".join(dict.fromkeys(names)))
        return
    heading, anchor, words = title, "", ""
    fenced = False
    for line in page.texts[language].splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and (begun := _HEADING.match(line)):
            yield from _one(heading, title, href + anchor, words)
            stated = STATED.search(begun[2])
            heading = STATED.sub("", begun[2]).replace("`", "")
            anchor = stated[1] if stated else slug(heading)
            anchor, words = ("" if len(begun[1]) == 1 else f"#{anchor}"), ""
        elif not fenced and (row := _FIELD.match(line)) and ERROR_CODE.fullmatch(row[1]):
            yield Entry(row[1], title, f"{href}#{row[1]}", _plain(line.partition("|")[2].partition("|")[2]))
        elif len(words) < WORDS:
            words += " " + line
    yield from _one(heading, title, href + anchor, words)


def _one(heading: str, title: str, href: str, words: str) -> Iterator[Entry]:
    if words.strip() or heading != title:
        yield Entry(heading, "" if heading == title else title, href, _plain(words)[:WORDS])


def _plain(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text).split())
