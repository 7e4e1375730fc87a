"""The table of contents: sections and their pages; a page that no section names falls into one by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from seikyu.docs.library import CHANGES, Page
from seikyu.docs.operation import Operation, side_of
from seikyu.docs.operations import OPERATIONS

# The sections in order, with the pages that lead them in this order. Others join by themselves: what lies in
# `docs/api/` joins "api", in `docs/runbooks/` "operating", and everything else "more".
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "start": ("quick-start", "coming-from", "client"),
    "api": ("api/tokens", "api/reading"),
    "seller": (),
    "buyer": (),
    "other": (),
    "reference": ("statuses", "errors", "limits", CHANGES),
    "operating": (),
    "more": (),
}
FOLDERS = {"api/": "api", "runbooks/": "operating"}
ASIDE = "decisions/"
"""Reached by links from the pages they explain."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the table of contents."""

    name: str
    pages: tuple[Page, ...]


def contents(pages: Mapping[str, Page]) -> list[Section]:
    """All sections that have pages."""
    placed: dict[str, list[Page]] = {name: [] for name in SECTIONS}
    for path, section in _places(pages):
        placed[section].append(pages[path])
    return [Section(name, tuple(found)) for name, found in placed.items() if found]


def operation_of(path: str) -> Operation | None:
    """The operation that a page is about."""
    return _OPERATIONS.get(path)


def _places(pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    named = {path: section for section, paths in SECTIONS.items() for path in paths}
    yield from ((path, section) for path, section in named.items() if path in pages)
    for path, operation in _OPERATIONS.items():
        if path in pages:
            yield path, side_of(operation)
    for path in pages:
        if path not in named and path not in _OPERATIONS and not path.startswith(ASIDE):
            yield path, next((name for folder, name in FOLDERS.items() if path.startswith(folder)), "more")


_OPERATIONS = {f"api/{operation.name}": operation for operation in OPERATIONS}
