"""The inbox: what was asked for, and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.requests import Request

from seikyu.db.windows import Window
from seikyu.receiving.model import BuyerStatus, Origin, ReceivedInvoice
from seikyu.receiving.queries import Filter, Tally
from seikyu.receiving.web.status import Due, by_flow, due_shown, seen, status_shown
from seikyu.ui import lists
from seikyu.ui.format import When, day, day_of, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort, Tab
from seikyu.ui.words import Words

NEWEST_FIRST = Sort("received_at", descending=True)
COLUMNS = (
    ("status", ""),
    ("seller_name", "name"),
    ("inv_no", ""),
    ("received_at", "date"),
    ("close_date", "date"),
    ("pay_due_date", "date"),
    ("inv_show_amount", "number"),
)
FIELDS = (
    "seller_name",
    "inv_no",
    "pay_due_date_from",
    "pay_due_date_to",
    "close_date_from",
    "close_date_to",
    "send_date_from",
    "send_date_to",
    "amount_from",
    "amount_to",
    "opened",
    "own",
)
ALWAYS_OPEN = 4
"""So many of the fields are always to be seen; the others unfold."""

# In the order of the tabs: what somebody has to act on stands first.
TABS = (
    ("overdue", "attention"),
    ("unopened", "waiting"),
    ("unapproved", "waiting"),
    ("in_approval", "waiting"),
    ("inbox", "plain"),
    ("done", "plain"),
    ("sent_back", "plain"),
)
EVERYTHING = "inbox"
NAMED_BY_FLOW = frozenset({"unapproved", "done"})
"""The tabs that are called otherwise where the workflow is used."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    address: Address
    narrowed: Filter
    tab: str
    today: date
    sort: Sort
    number: int
    problems: Sequence[str]
    words: Words

    @property
    def filter(self) -> Filter:
        """The filter of the tab with what the person narrowed it to."""
        found = replace(self.narrowed, sent_back=self.tab == "sent_back")
        match self.tab:
            case "overdue":
                yesterday = self.today - timedelta(days=1)
                until = found.pay_due_date_to
                open_ = frozenset(set(BuyerStatus) - {BuyerStatus.DONE})
                return replace(found, statuses=open_, pay_due_date_to=min(until or yesterday, yesterday))
            case "unopened":
                # Asked for opened ones among the unopened, there are none.
                return replace(found, opened=False, statuses=frozenset() if found.opened else None)
            case "unapproved":
                return replace(found, statuses=frozenset({BuyerStatus.UNAPPROVED}))
            case "in_approval":
                ends = {BuyerStatus.UNAPPROVED, BuyerStatus.DONE}
                return replace(found, statuses=frozenset(set(BuyerStatus) - ends))
            case "done":
                return replace(found, statuses=frozenset({BuyerStatus.DONE}))
            case _:
                return found

    @property
    def window(self) -> Window:
        """The part of the list that is this page."""
        start = (self.number - 1) * lists.PAGE_SIZE
        return Window(start, lists.PAGE_SIZE, self.sort.by, self.sort.descending)


@dataclass(frozen=True, slots=True)
class Row:
    """One received invoice; `seen` and `choose` are value and label of its box, where it has one."""

    href: str
    status: str
    kind: str
    seller: str
    name: str
    inv_no: str
    received: When | None
    pay_due_date: When | None
    due: Due | None
    amount: str
    negative: bool
    unopened: bool
    own: str
    reissued: str
    seen: str
    choose: str
    paper: str
    close_date: When | None
    mark: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page; `approve` is where chosen invoices are sent, where there are any to choose."""

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
    approve: str
    chosen: str
    query: str
    """What narrows and sorts this list, for the forms that do something with all or some of it."""


def read_list(request: Request, today: date, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    wanted = Filter(
        send_date_from=inputs.day("send_date_from", "receiving.column.send_date"),
        send_date_to=inputs.day("send_date_to", "receiving.column.send_date"),
        close_date_from=inputs.day("close_date_from", "receiving.column.close_date"),
        close_date_to=inputs.day("close_date_to", "receiving.column.close_date"),
        pay_due_date_from=inputs.day("pay_due_date_from", "receiving.column.pay_due_date"),
        pay_due_date_to=inputs.day("pay_due_date_to", "receiving.column.pay_due_date"),
        amount_from=inputs.amount("amount_from", "receiving.column.inv_show_amount"),
        amount_to=inputs.amount("amount_to", "receiving.column.inv_show_amount"),
        opened=inputs.choice("opened"),
        own=inputs.choice("own"),
        seller_name=inputs.text("seller_name"),
        inv_no_part=inputs.text("inv_no"),
    )
    asked = address.given.get("tab", EVERYTHING)
    tab = asked if asked in dict(TABS) else EVERYTHING
    sort = lists.read_sort(address, [name for name, _ in COLUMNS], NEWEST_FIRST)
    return Asked(address, wanted, tab, today, sort, lists.read_page(address), inputs.problems, words)


def within(asked: Asked, tally: Tally) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(getattr(tally, asked.tab))))


def every_tab(asked: Asked) -> Filter:
    """The same filter for the counts of all tabs."""
    return replace(asked.narrowed, sent_back=None)


def list_view(
    asked: Asked, tally: Tally, rows: Sequence[ReceivedInvoice], marks: Mapping[int, str]
) -> ListPage:
    """The page for what was found, with a further mark at some."""
    address, words = asked.address, asked.words
    chips = lists.chips(address, words, "receiving", FIELDS)
    empty = "filtered" if chips else asked.tab
    other = tally.workflow and empty in NAMED_BY_FLOW
    return ListPage(
        tabs=[
            _tab(asked, name, kind, getattr(tally, name), workflow=tally.workflow)
            for name, kind in TABS
            # Who does not use the workflow is not bothered with it.
            if name != "in_approval" or tally.workflow or tally.in_approval
        ],
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={name: address.given[name] for name in ("tab", "sort") if name in address.given},
        unfolded=any(name in address.given for name in FIELDS[ALWAYS_OPEN:]),
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        problems=asked.problems,
        heads=[
            lists.head(address, words, name, f"receiving.column.{name}", asked.sort, kind)
            for name, kind in COLUMNS
        ],
        rows=[
            _row(
                invoice,
                asked.today,
                words,
                workflow=tally.workflow,
                mark=marks.get(invoice.invoice_mng_num, ""),
            )
            for invoice in rows
        ],
        paging=lists.paging(address, words, asked.number, getattr(tally, asked.tab)),
        empty=by_flow(f"empty.{empty}", words, workflow=other),
        advice=by_flow(f"empty.{empty}_advice", words, workflow=other),
        query=address.link().removeprefix(address.path),
        chosen=by_flow("doing.chosen", words, workflow=tally.workflow),
        approve=_approve(address) if any(invoice.approvable for invoice in rows) else "",
    )


def _tab(asked: Asked, name: str, kind: str, found: int, *, workflow: bool) -> Tab:
    return Tab(
        name,
        by_flow(f"tab.{name}", asked.words, workflow=workflow and name in NAMED_BY_FLOW),
        f"{found:,}",
        kind if found else "plain",
        asked.address.link(tab=None if name == EVERYTHING else name),
        name == asked.tab,
    )


def _approve(address: Address) -> str:
    """Where the chosen are sent, with the list that is to be shown afterwards."""
    query = address.link().partition("?")[2]
    return f"{address.path}/approve?{query}" if query else f"{address.path}/approve"


def _row(invoice: ReceivedInvoice, today: date, words: Words, *, workflow: bool, mark: str) -> Row:
    status, kind = status_shown(invoice, words, workflow=workflow)
    return Row(
        href=f"/buyer/invoices/{invoice.invoice_mng_num}",
        status=status,
        kind=kind,
        seller=invoice.seller_name,
        name=invoice.inv_name or "",
        inv_no=invoice.inv_no or "",
        received=day_of(invoice.received_at),
        pay_due_date=day(invoice.pay_due_date),
        due=due_shown(invoice, today, words),
        amount=yen(invoice.inv_show_amount),
        negative=invoice.inv_show_amount < 0,
        unopened=invoice.opened_at is None and invoice.sent_back_at is None,
        own=words("receiving.mark.own") if invoice.origin == Origin.OWN else "",
        reissued=words("receiving.mark.reissued", version=invoice.version)
        if invoice.reissued and invoice.origin == Origin.PLATFORM
        else "",
        seen=seen(invoice),
        paper=f"{invoice.invoice_mng_num}-{invoice.version}",
        close_date=day(invoice.close_date),
        mark=mark,
        choose=words(
            "receiving.doing.choose",
            seller=invoice.seller_name,
            number=invoice.inv_no or invoice.invoice_mng_num,
        ),
    )
