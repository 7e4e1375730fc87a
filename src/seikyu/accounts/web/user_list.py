"""The list of a company's people."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from seikyu.accounts.people import Person
from seikyu.db.windows import Window
from seikyu.ui import lists
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort
from seikyu.ui.words import Words

COLUMNS = ("name", "pfid", "employee_code", "email", "administrator")
FIELDS = ("q",)


@dataclass(frozen=True, slots=True)
class Listing:
    """What the address asks for."""

    address: Address
    part: str | None
    sort: Sort
    number: int

    def page(self, total: int) -> int:
        """The number of the page that is shown."""
        return min(self.number, lists.last_page(total))

    def window(self, total: int) -> Window:
        """The part of the list that is this page, the last one instead of one beyond it."""
        start = (self.page(total) - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)


@dataclass(frozen=True, slots=True)
class UserRow:
    """One person; without `href` it cannot be opened."""

    href: str | None
    person: Person
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class UserList:
    """The whole page."""

    may_change: bool
    given: str
    sort: str
    chips: Sequence[Chip]
    clear: str
    heads: Sequence[Head]
    rows: Sequence[UserRow]
    paging: Paging


def read_listing(request: Request, words: Words) -> Listing:
    """Read the address."""
    address = lists.read_address(request)
    sort = lists.read_sort(address, COLUMNS, Sort("name", descending=False))
    return Listing(address, Inputs(address, words).text("q"), sort, lists.read_page(address))


def list_view(
    listing: Listing, total: int, found: Sequence[Person], words: Words, *, may_change: bool
) -> UserList:
    """The page for what was found."""
    address = listing.address
    return UserList(
        may_change=may_change,
        given=address.given.get("q", ""),
        sort=address.given.get("sort", ""),
        chips=lists.chips(address, words, "accounts", FIELDS),
        clear=address.link(q=None),
        heads=[lists.head(address, words, name, f"accounts.user.{name}", listing.sort) for name in COLUMNS],
        rows=[_row(person, words, may_change=may_change) for person in found],
        paging=lists.paging(address, words, listing.page(total), total),
    )


def state_of(person: Person) -> tuple[str, str]:
    """Whether a person can log in: the name of the word, and the kind that colours it."""
    if person.disabled:
        return "disabled", "quiet"
    return ("waits", "waiting") if person.waits else ("active", "done")


def _row(person: Person, words: Words, *, may_change: bool) -> UserRow:
    state, kind = state_of(person)
    href = f"/settings/users/{person.user_id}" if may_change else None
    return UserRow(href, person, words(f"accounts.state.{state}"), kind)
