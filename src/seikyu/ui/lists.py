"""Lists: everything that narrows, sorts or pages them is in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from seikyu.ui.words import Words

PAGE_SIZE = 100
NOT_PART_OF_THE_LIST = frozenset({"language", "page"})
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Address:
    """Where the person is: the path and the parameters, of each the first, empty ones left out."""

    path: str
    given: Mapping[str, str]

    def link(self, **changes: str | None) -> str:
        """The same place with some parameters changed (`None`: taken away), from its first page."""
        kept = {name: value for name, value in self.given.items() if name not in NOT_PART_OF_THE_LIST}
        query = urlencode({name: value for name, value in {**kept, **changes}.items() if value})
        return f"{self.path}?{query}" if query else self.path


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list that is one step away; `kind` colours its count."""

    name: str
    label: str
    count: str
    kind: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `href` sorts by it, or the other way round; `sorted` is for `aria-sort`."""

    name: str
    label: str
    href: str | None
    sorted: str
    kind: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the list without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; without `href` it is the present one or a gap."""

    label: str
    href: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of the list is shown and how to reach the others."""

    range: str
    previous: str | None
    following: str | None
    pages: Sequence[PageLink]


@dataclass(frozen=True, slots=True)
class Sort:
    """What a list is sorted by."""

    by: str
    descending: bool

    @property
    def written(self) -> str:
        """As it stands in the address: `-send_date`."""
        return f"-{self.by}" if self.descending else self.by


def read_address(request: Request) -> Address:
    """The path and query of a request."""
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if value.strip():
            given.setdefault(name, value.strip())
    return Address(request.url.path, given)


def read_sort(address: Address, allowed: Sequence[str], default: Sort) -> Sort:
    """The sort asked for, or the default when there is no such column."""
    asked = address.given.get("sort", "")
    by = asked.removeprefix("-")
    return Sort(by, asked.startswith("-")) if by in allowed else default


def head(address: Address, words: Words, name: str, label: str, sort: Sort, kind: str = "") -> Head:
    """A sortable head: a second click turns the order round."""
    if sort.by != name:
        return Head(name, words(label), address.link(sort=name), "none", kind)
    turned = Sort(name, not sort.descending)
    state = "descending" if sort.descending else "ascending"
    return Head(name, words(label), address.link(sort=turned.written), state, kind)


def chips(address: Address, words: Words, slice_: str, fields: Sequence[str]) -> list[Chip]:
    """The filters in force, each with the list without it; sentences are `<slice>.chip.<field>`."""
    found = [(name, _written(name, address.given[name])) for name in fields if name in address.given]
    return [
        Chip(_told(words, f"{slice_}.chip.{name}", value), address.link(**{name: None}))
        for name, value in found
    ]


def read_page(address: Address) -> int:
    """The page asked for, from 1."""
    asked = address.given.get("page", "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1  # noqa: PLR2004 -- more pages than any list has


def last_page(total: int) -> int:
    """The number of the last page; an empty list has one."""
    return max(-(-total // PAGE_SIZE), 1)


def paging(address: Address, words: Words, page: int, total: int) -> Paging:
    """What stands below a list of `total` rows, at least one."""
    last = last_page(total)
    first_row = (page - 1) * PAGE_SIZE + 1
    last_row = min(page * PAGE_SIZE, total)
    return Paging(
        words("ui.paging.range", first=f"{first_row:,}", last=f"{last_row:,}", total=f"{total:,}"),
        _page(address, page - 1) if page > 1 else None,
        _page(address, page + 1) if page < last else None,
        _links(address, page, last) if last > 1 else [],
    )


def _written(field: str, value: str) -> str:
    """A filter's value as lists write it: dates with slashes, amounts in groups."""
    if field.startswith("amount") and value.isascii() and value.isdigit():
        return f"{int(value):,}"
    return value.replace("-", "/") if "_date_" in field else value


def _told(words: Words, path: str, value: str) -> str:
    # A choice has a sentence for each of its values, a fragment or a date one that holds it.
    chosen = f"{path}.{value}"
    return words(chosen) if chosen in words else words(path, value=value) if path in words else value


def _links(address: Address, page: int, last: int) -> list[PageLink]:
    near = range(max(page - NEIGHBOURS, 1), min(page + NEIGHBOURS, last) + 1)
    links: list[PageLink] = []
    before = 0
    for number in sorted({1, *near, last}):
        if number > before + 1:
            links.append(PageLink("…", None, current=False))
        current = number == page
        links.append(PageLink(f"{number:,}", None if current else _page(address, number), current))
        before = number
    return links


def _page(address: Address, number: int) -> str:
    return address.link(page=str(number) if number > 1 else None)
