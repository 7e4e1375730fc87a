"""The list of a seller's invoices: what was asked for, and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from seikyu.db.windows import Window
from seikyu.issuing.model import SellerInvoice, SellerStatus
from seikyu.issuing.queries import Filter
from seikyu.issuing.web.status import ACT_FIRST, ALWAYS_SHOWN, KINDS, status_word
from seikyu.ui import lists
from seikyu.ui.format import When, day, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort, Tab
from seikyu.ui.words import Words

NEWEST_FIRST = Sort("invoice_mng_num", descending=True)
COLUMNS = (
    ("status", ""),
    ("customer_name", "name"),
    ("inv_no", ""),
    ("send_date", "date"),
    ("close_date", "date"),
    ("pay_due_date", "date"),
    ("inv_show_amount", "number"),
    ("invoice_mng_num", "number"),
)
FIELDS = (
    "customer_name",
    "inv_no",
    "send_date_from",
    "send_date_to",
    "pay_due_date_from",
    "pay_due_date_to",
    "close_date_from",
    "close_date_to",
    "amount_from",
    "amount_to",
    "opened",
    "reissued",
)
ALWAYS_OPEN = 4
"""So many of the fields are always to be seen; the others unfold."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    address: Address
    filter: Filter
    sort: Sort
    number: int
    status: SellerStatus | None
    problems: Sequence[str]
    words: Words

    @property
    def window(self) -> Window:
        """The part of the list that is this page."""
        start = (self.number - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice."""

    href: str
    number: int
    status: str
    kind: str
    customer: str
    name: str
    inv_no: str
    send_date: When | None
    pay_due_date: When | None
    amount: str
    negative: bool
    marks: Sequence[str]
    opened: bool
    close_date: When | None
    choose: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page."""

    tabs: Sequence[Tab]
    given: Mapping[str, str]
    hidden: Mapping[str, str]
    unfolded: bool
    chips: Sequence[Chip]
    clear: str
    problems: Sequence[str]
    heads: Sequence[Head]
    rows: Sequence[Row]
    paging: Paging
    empty: str
    advice: str
    query: str
    """What narrows and sorts this list, for the forms that do something with all or some of it."""


def read_list(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    status = _status(address.given.get("status"))
    wanted = Filter(
        send_date_from=inputs.day("send_date_from", "issuing.column.send_date"),
        send_date_to=inputs.day("send_date_to", "issuing.column.send_date"),
        close_date_from=inputs.day("close_date_from", "issuing.column.close_date"),
        close_date_to=inputs.day("close_date_to", "issuing.column.close_date"),
        pay_due_date_from=inputs.day("pay_due_date_from", "issuing.column.pay_due_date"),
        pay_due_date_to=inputs.day("pay_due_date_to", "issuing.column.pay_due_date"),
        amount_from=inputs.amount("amount_from", "issuing.column.inv_show_amount"),
        amount_to=inputs.amount("amount_to", "issuing.column.inv_show_amount"),
        opened=inputs.choice("opened"),
        reissued=inputs.choice("reissued"),
        statuses=None if status is None else frozenset({status}),
        customer_name=inputs.text("customer_name"),
        inv_no_part=inputs.text("inv_no"),
    )
    sort = lists.read_sort(address, [name for name, _ in COLUMNS], NEWEST_FIRST)
    return Asked(address, wanted, sort, lists.read_page(address), status, inputs.problems, words)


def total(asked: Asked, counts: Mapping[SellerStatus, int]) -> int:
    """How many invoices the open tab holds."""
    return sum(counts.values()) if asked.status is None else counts.get(asked.status, 0)


def within(asked: Asked, counts: Mapping[SellerStatus, int]) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(total(asked, counts))))


def all_statuses(wanted: Filter) -> Filter:
    """The same filter for the counts of all tabs."""
    return replace(wanted, statuses=None)


def list_view(
    asked: Asked,
    counts: Mapping[SellerStatus, int],
    rows: Sequence[SellerInvoice],
    marks: Mapping[int, str],
) -> ListPage:
    """The page for what was found, with a further mark at some."""
    address, words = asked.address, asked.words
    chips = lists.chips(address, words, "issuing", FIELDS)
    empty = "filtered" if chips else "none" if asked.status is None else "none_in_status"
    return ListPage(
        tabs=_tabs(asked, counts),
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={name: address.given[name] for name in ("status", "sort") if name in address.given},
        unfolded=any(name in address.given for name in FIELDS[ALWAYS_OPEN:]),
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        problems=asked.problems,
        heads=[
            lists.head(address, words, name, f"issuing.column.{name}", asked.sort, kind)
            for name, kind in COLUMNS
        ],
        rows=[_row(invoice, marks.get(invoice.invoice_mng_num), words) for invoice in rows],
        paging=lists.paging(address, words, asked.number, total(asked, counts)),
        empty=words(f"issuing.empty.{empty}"),
        advice=words(f"issuing.empty.{empty}_advice"),
        query=address.link().removeprefix(address.path),
    )


def _tabs(asked: Asked, counts: Mapping[SellerStatus, int]) -> list[Tab]:
    others = [status for status in SellerStatus if status not in ACT_FIRST]
    shown = [
        status for status in others if status in ALWAYS_SHOWN or status in counts or status is asked.status
    ]
    everything = Tab(
        "all",
        asked.words("issuing.tab.all"),
        f"{sum(counts.values()):,}",
        "plain",
        asked.address.link(status=None),
        asked.status is None,
    )
    return [
        *(_tab(asked, s, counts) for s in ACT_FIRST),
        everything,
        *(_tab(asked, s, counts) for s in shown),
    ]


def _tab(asked: Asked, status: SellerStatus, counts: Mapping[SellerStatus, int]) -> Tab:
    found = counts.get(status, 0)
    return Tab(
        f"status-{status}",
        status_word(status, asked.words),
        f"{found:,}",
        KINDS[status] if found else "plain",
        asked.address.link(status=str(status)),
        status is asked.status,
    )


def _row(invoice: SellerInvoice, mark: str | None, words: Words) -> Row:
    marks = [words("issuing.mark.reissued", version=invoice.version)] if invoice.reissued else []
    marks += [] if mark is None else [mark]
    return Row(
        href=f"/seller/invoices/{invoice.invoice_mng_num}",
        number=invoice.invoice_mng_num,
        status=status_word(invoice.status, words),
        kind=KINDS[invoice.status],
        customer=invoice.customer_name or words("issuing.no_customer"),
        name=invoice.inv_name or "",
        inv_no=invoice.inv_no or "",
        send_date=day(invoice.send_date),
        pay_due_date=day(invoice.pay_due_date),
        amount=yen(invoice.inv_show_amount),
        negative=invoice.inv_show_amount < 0,
        marks=marks,
        opened=invoice.opened_at is not None,
        close_date=day(invoice.close_date),
        choose=words(
            "issuing.many.choose",
            customer=invoice.customer_name or words("issuing.no_customer"),
            number=invoice.inv_no or invoice.invoice_mng_num,
        ),
    )


def _status(given: str | None) -> SellerStatus | None:
    return next((status for status in SellerStatus if str(status) == given), None)
