"""What the address of the list of waiting invoices asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from seikyu.db.windows import Window
from seikyu.ui import lists
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Sort
from seikyu.ui.words import Words

OLDEST_FIRST = Sort("invoice_mng_num", descending=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """What is particular to a side's list: whose sentences it speaks, its partner, its day, its stages."""

    slice_: str
    partner: str
    """The column of whoever is on the other side."""
    day: str
    """The column of the day on which the invoice goes out, or came in."""
    stages: Sequence[int]

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """The columns and their kinds."""
        return (
            ("status", ""),
            (self.partner, "name"),
            ("inv_no", ""),
            (self.day, "date"),
            ("pay_due_date", "date"),
            ("inv_show_amount", "number"),
        )

    @property
    def filters(self) -> Sequence[str]:
        """What the list may be narrowed by, beside the stage."""
        return (self.partner, "inv_no", "amount_from", "amount_to")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, among what waits for the person."""

    address: Address
    amount_from: int | None
    amount_to: int | None
    partner: str | None
    inv_no: str | None
    stage: int | None
    sort: Sort
    number: int
    problems: Sequence[str]
    words: Words

    @property
    def window(self) -> Window:
        """The part of the list that is this page."""
        start = (self.number - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)

    def total(self, counts: Mapping[int, int]) -> int:
        """How many are asked for."""
        return sum(counts.values()) if self.stage is None else counts.get(self.stage, 0)

    def within(self, counts: Mapping[int, int]) -> "Asked":
        """The last page instead of one beyond it."""
        return replace(self, number=min(self.number, lists.last_page(self.total(counts))))


def read_asked(request: Request, listed: Listed, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    amount = f"{listed.slice_}.column.inv_show_amount"
    return Asked(
        address,
        amount_from=inputs.amount("amount_from", amount),
        amount_to=inputs.amount("amount_to", amount),
        partner=inputs.text(listed.partner),
        inv_no=inputs.text("inv_no"),
        stage=next((one for one in listed.stages if str(one) == address.given.get("stage")), None),
        sort=lists.read_sort(address, [name for name, _ in listed.columns], OLDEST_FIRST),
        number=lists.read_page(address),
        problems=inputs.problems,
        words=words,
    )
