"""承認待ち: what waits for the decision of the person at the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from seikyu.approvals.model import Side
from seikyu.approvals.queries import Waiting
from seikyu.db.windows import Window
from seikyu.receiving.model import BuyerStatus, ReceivedInvoice
from seikyu.receiving.queries import Filter
from seikyu.receiving.web.status import KINDS, status_word
from seikyu.ui import lists
from seikyu.ui.format import When, day, day_of, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort, Tab
from seikyu.ui.words import Words

OLDEST_FIRST = Sort("invoice_mng_num", descending=False)
COLUMNS = (
    ("status", ""),
    ("seller_name", "name"),
    ("inv_no", ""),
    ("received_at", "date"),
    ("pay_due_date", "date"),
    ("inv_show_amount", "number"),
)
FIELDS = ("seller_name", "inv_no", "amount_from", "amount_to")
STAGES = tuple(BuyerStatus(stage) for stage in Side.BUYER.stages[1:])
"""The first is passed by submitting, so nobody is asked for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, among what waits."""

    address: Address
    filter: Filter
    sort: Sort
    number: int
    stage: BuyerStatus | None
    problems: Sequence[str]
    words: Words

    @property
    def window(self) -> Window:
        """The part of the list that is this page."""
        start = (self.number - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)

    def among(self, waiting: Mapping[int, Waiting]) -> "Asked":
        """The same, of what waits for the person alone."""
        return replace(self, filter=replace(self.filter, numbers=frozenset(waiting)))


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice; `chosen` names it in its version and at its step for the boxes."""

    href: str
    chosen: str
    choose: str
    status: str
    kind: str
    step: str
    seller: str
    submitted: str
    instead: str
    inv_no: str
    received: When | None
    pay_due_date: When | None
    amount: str
    negative: bool


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The whole page."""

    tabs: Sequence[Tab]
    given: Mapping[str, str]
    hidden: Mapping[str, str]
    chips: Sequence[Chip]
    clear: str
    problems: Sequence[str]
    heads: Sequence[Head]
    rows: Sequence[Row]
    approve: str
    paging: Paging
    empty: str
    advice: str
    first: str


def read_waiting(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    stage = next((one for one in STAGES if str(one) == address.given.get("stage")), None)
    wanted = Filter(
        amount_from=inputs.amount("amount_from", "receiving.column.inv_show_amount"),
        amount_to=inputs.amount("amount_to", "receiving.column.inv_show_amount"),
        # What the run says and what the invoice says are one: a number alone is not enough.
        statuses=frozenset(STAGES) if stage is None else frozenset({stage}),
        seller_name=inputs.text("seller_name"),
        inv_no_part=inputs.text("inv_no"),
    )
    sort = lists.read_sort(address, [name for name, _ in COLUMNS], OLDEST_FIRST)
    return Asked(address, wanted, sort, lists.read_page(address), stage, inputs.problems, words)


def all_stages(wanted: Filter) -> Filter:
    """The same filter for the counts of all tabs."""
    return replace(wanted, statuses=frozenset(STAGES))


def within(asked: Asked, counts: Mapping[BuyerStatus, int]) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(_total(asked, counts))))


def waiting_view(
    asked: Asked,
    counts: Mapping[BuyerStatus, int],
    rows: Sequence[ReceivedInvoice],
    waiting: Mapping[int, Waiting],
    unapproved: int,
) -> WaitingPage:
    """The page for what was found, with how many wait for their first approval."""
    address, words = asked.address, asked.words
    chips = lists.chips(address, words, "receiving", FIELDS)
    empty = "empty.filtered" if chips else "waiting.none"
    return WaitingPage(
        tabs=_tabs(asked, counts),
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={name: address.given[name] for name in ("stage", "sort") if name in address.given},
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        problems=asked.problems,
        heads=[
            lists.head(address, words, name, f"receiving.column.{name}", asked.sort, kind)
            for name, kind in COLUMNS
        ],
        rows=[_row(one, waiting[one.invoice_mng_num], words) for one in rows],
        approve=address.link().replace("/approvals", "/approvals/approve", 1),
        paging=lists.paging(address, words, asked.number, _total(asked, counts)),
        empty=words(f"receiving.{empty}"),
        advice=words(f"receiving.{empty}_advice"),
        first=words("receiving.waiting.first", count=f"{unapproved:,}") if unapproved else "",
    )


def _total(asked: Asked, counts: Mapping[BuyerStatus, int]) -> int:
    return sum(counts.values()) if asked.stage is None else counts.get(asked.stage, 0)


def _tabs(asked: Asked, counts: Mapping[BuyerStatus, int]) -> list[Tab]:
    def tab(name: str, label: str, found: int, stage: BuyerStatus | None) -> Tab:
        link = asked.address.link(stage=None if stage is None else str(int(stage)))
        return Tab(name, label, f"{found:,}", "waiting" if found else "plain", link, stage is asked.stage)

    return [
        tab("all", asked.words("receiving.waiting.all"), sum(counts.values()), None),
        *(
            tab(f"stage-{one}", status_word(one, asked.words, workflow=True), counts.get(one, 0), one)
            for one in STAGES
        ),
    ]


def _row(invoice: ReceivedInvoice, waits: Waiting, words: Words) -> Row:
    number = invoice.invoice_mng_num
    since = day_of(waits.opened_at)
    return Row(
        href=f"/buyer/invoices/{number}",
        chosen=f"{number}-{waits.version}-{waits.position}",
        choose=words(
            "receiving.waiting.choose", seller=invoice.seller_name, number=invoice.inv_no or str(number)
        ),
        status=status_word(invoice.status, words, workflow=True),
        kind=KINDS[invoice.status],
        step=waits.step_name,
        seller=invoice.seller_name,
        submitted=words(
            "receiving.waiting.submitted", name=waits.maker_name or "API", day=since.shown if since else ""
        ),
        instead=words("receiving.deciding.instead", name=waits.stood_for) if waits.stood_for else "",
        inv_no=invoice.inv_no or "",
        received=day_of(invoice.received_at),
        pay_due_date=day(invoice.pay_due_date),
        amount=yen(invoice.inv_show_amount),
        negative=invoice.inv_show_amount < 0,
    )
