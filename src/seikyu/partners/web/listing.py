"""The lists of masters: what was asked for, and what is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

from seikyu.db.windows import Window
from seikyu.partners.screen_queries import Shown, Sought
from seikyu.partners.web.screens import MasterScreen
from seikyu.ui import lists
from seikyu.ui.format import day_of
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort
from seikyu.ui.words import Words

FIELDS = ("q", "linked")


@dataclass(frozen=True, slots=True)
class Listing:
    """What the address asks for."""

    address: Address
    sought: Sought
    sort: Sort
    number: int

    def window(self, total: int) -> Window:
        """The part of the list that is this page, the last one instead of one beyond it."""
        start = (self.page(total) - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)

    def page(self, total: int) -> int:
        """The number of the page that is shown."""
        return min(self.number, lists.last_page(total))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a row; `mark` tells something about it, `badge` colours it."""

    label: str
    text: str
    kind: str
    mark: str = ""
    badge: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True)
class MasterRow:
    """One master."""

    href: str
    title: str
    under: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class MasterList:
    """The whole page."""

    name: str
    path: str
    given: str
    linked: str
    sort: str
    chips: Sequence[Chip]
    clear: str
    heads: Sequence[Head]
    rows: Sequence[MasterRow]
    paging: Paging
    empty: str


def sorts(screen: MasterScreen) -> list[str]:
    """What its list may be sorted by."""
    return [column.name for column in screen.columns if column.name != "linked"]


def read_listing(screen: MasterScreen, request: Request, words: Words) -> Listing:
    """Read the address."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    sort = lists.read_sort(address, sorts(screen), Sort("updated_at", descending=True))
    return Listing(address, Sought(inputs.text("q"), inputs.choice("linked")), sort, lists.read_page(address))


def list_view(
    screen: MasterScreen, listing: Listing, total: int, found: Sequence[Shown], words: Words
) -> MasterList:
    """The page for what was found."""
    address = listing.address
    chips = lists.chips(address, words, "partners", FIELDS)
    return MasterList(
        name=screen.name,
        path=screen.path,
        given=address.given.get("q", ""),
        linked=address.given.get("linked", ""),
        sort=address.given.get("sort", ""),
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        heads=[_head(listing, column.name, column.kind, words) for column in screen.columns],
        rows=[_row(screen, one, words) for one in found],
        paging=lists.paging(address, words, listing.page(total), total),
        empty="filtered" if chips else "none",
    )


def title_of(screen: MasterScreen, shown: Shown, words: Words) -> str:
    """What a master is called."""
    given = (shown.fields[name] for name in screen.title)
    return next((value for value in given if value), words("partners.list.nameless"))


def _head(listing: Listing, name: str, kind: str, words: Words) -> Head:
    label = f"partners.field.{name}"
    if name == "linked":
        return Head(name, words(label), None, "none", kind)
    return lists.head(listing.address, words, name, label, listing.sort, kind)


def _row(screen: MasterScreen, one: Shown, words: Words) -> MasterRow:
    under = " ".join(value for name in screen.under if (value := one.fields[name]))
    title = title_of(screen, one, words)
    cells = [_cell(one, column.name, column.kind, words) for column in screen.columns[1:]]
    return MasterRow(f"{screen.path}/{one.master_id}", title, "" if under == title else under, cells)


def _cell(one: Shown, name: str, kind: str, words: Words) -> Cell:
    label = words(f"partners.field.{name}")
    if name == "updated_at":
        when = day_of(one.updated_at)
        return Cell(label, when.shown, kind, machine=when.machine) if when else Cell(label, "", kind)
    if name == "linked":
        linked = one.linked_to is not None
        word = words("partners.linked.yes" if linked else "partners.linked.no")
        return Cell(label, word, kind, badge="done" if linked else "quiet")
    value = one.fields[name] or ""
    if name == "deposit_sec" and value:
        value = words(f"partners.deposit_sec.{value}")
    mark = words("partners.mark.shared") if name == "publisher_mng_num" and one.shares_code else ""
    return Cell(label, value, kind, mark)
