"""承認待ち: what waits for the decision of the person at the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from seikyu.approvals.model import Side
from seikyu.approvals.queries import Waiting
from seikyu.db.windows import Window
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.queries import Filter
from seikyu.issuing.web.approval_card import seen_of
from seikyu.issuing.web.status import KINDS, status_word
from seikyu.ui import lists
from seikyu.ui.format import When, day, day_of, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort, Tab
from seikyu.ui.words import Words

OLDEST_FIRST = Sort("invoice_mng_num", descending=False)
COLUMNS = (
    ("status", ""),
    ("customer_name", "name"),
    ("inv_no", ""),
    ("send_date", "date"),
    ("pay_due_date", "date"),
    ("inv_show_amount", "number"),
)
FIELDS = ("customer_name", "inv_no", "amount_from", "amount_to")
STAGES = tuple(SellerStatus(stage) for stage in Side.SELLER.stages)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, among what waits."""

    address: Address
    filter: Filter
    sort: Sort
    number: int
    stage: SellerStatus | None
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
    customer: str
    submitted: str
    instead: str
    inv_no: str
    send_date: When | None
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


def read_waiting(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    stage = next((one for one in STAGES if str(one) == address.given.get("stage")), None)
    wanted = Filter(
        amount_from=inputs.amount("amount_from", "issuing.column.inv_show_amount"),
        amount_to=inputs.amount("amount_to", "issuing.column.inv_show_amount"),
        # What the run says and what the invoice says are one: a number alone is not enough.
        statuses=frozenset(STAGES) if stage is None else frozenset({stage}),
        customer_name=inputs.text("customer_name"),
        inv_no_part=inputs.text("inv_no"),
    )
    sort = lists.read_sort(address, [name for name, _ in COLUMNS], OLDEST_FIRST)
    return Asked(address, wanted, sort, lists.read_page(address), stage, inputs.problems, words)


def all_stages(wanted: Filter) -> Filter:
    """The same filter for the counts of all tabs."""
    return replace(wanted, statuses=frozenset(STAGES))


def within(asked: Asked, counts: Mapping[SellerStatus, int]) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(_total(asked, counts))))


def waiting_view(
    asked: Asked,
    counts: Mapping[SellerStatus, int],
    rows: Sequence[SellerInvoice],
    waiting: Mapping[int, Waiting],
) -> WaitingPage:
    """The page for what was found."""
    address, words = asked.address, asked.words
    chips = lists.chips(address, words, "issuing", FIELDS)
    empty = "filtered" if chips else "no_approval"
    return WaitingPage(
        tabs=_tabs(asked, counts),
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={name: address.given[name] for name in ("stage", "sort") if name in address.given},
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        problems=asked.problems,
        heads=[
            lists.head(address, words, name, f"issuing.column.{name}", asked.sort, kind)
            for name, kind in COLUMNS
        ],
        rows=[_row(one, waiting[one.invoice_mng_num], words) for one in rows],
        approve=address.link().replace("/approvals", "/approvals/approve", 1),
        paging=lists.paging(address, words, asked.number, _total(asked, counts)),
        empty=words(f"issuing.empty.{empty}"),
        advice=words(f"issuing.empty.{empty}_advice"),
    )


def _total(asked: Asked, counts: Mapping[SellerStatus, int]) -> int:
    return sum(counts.values()) if asked.stage is None else counts.get(asked.stage, 0)


def _tabs(asked: Asked, counts: Mapping[SellerStatus, int]) -> list[Tab]:
    def tab(name: str, label: str, found: int, stage: SellerStatus | None) -> Tab:
        link = asked.address.link(stage=None if stage is None else str(int(stage)))
        return Tab(name, label, f"{found:,}", "waiting" if found else "plain", link, stage is asked.stage)

    return [
        tab("all", asked.words("issuing.tab.all"), sum(counts.values()), None),
        *(tab(f"stage-{one}", status_word(one, asked.words), counts.get(one, 0), one) for one in STAGES),
    ]


def _row(invoice: SellerInvoice, waits: Waiting, words: Words) -> Row:
    number = invoice.invoice_mng_num
    since = day_of(waits.opened_at)
    customer = invoice.customer_name or words("issuing.no_customer")
    return Row(
        href=f"/seller/invoices/{number}",
        chosen=f"{number}-{seen_of(waits.version, waits.position)}",
        choose=words("issuing.waiting.choose", customer=customer, number=invoice.inv_no or str(number)),
        status=status_word(invoice.status, words),
        kind=KINDS[invoice.status],
        step=waits.step_name,
        customer=customer,
        submitted=words(
            "issuing.waiting.submitted", name=waits.maker_name or "API", day=since.shown if since else ""
        ),
        instead=words("issuing.deciding.instead", name=waits.stood_for) if waits.stood_for else "",
        inv_no=invoice.inv_no or "",
        send_date=day(invoice.send_date),
        pay_due_date=day(invoice.pay_due_date),
        amount=yen(invoice.inv_show_amount),
        negative=invoice.inv_show_amount < 0,
    )
