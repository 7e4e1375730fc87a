"""The list of what is to be journalised: what was asked for, and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from seikyu.journals.actions.confirm_many import Outcome
from seikyu.journals.listed import STATES, Tally, Wanted
from seikyu.journals.model import Entry, Proposal, Slip
from seikyu.journals.paper import Paper
from seikyu.ui import lists
from seikyu.ui.format import When, day, yen
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Paging, Tab
from seikyu.ui.words import Words

FIELDS = (
    "seller_name",
    "inv_no",
    "close_date_from",
    "close_date_to",
    "amount_from",
    "amount_to",
    "approved",
)
KINDS = {"open": "waiting", "draft": "waiting", "confirmed": "plain"}
MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    address: Address
    wanted: Wanted
    number: int
    problems: Sequence[str]
    words: Words


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice; `seen` is the value of its box, empty where it cannot be confirmed as proposed."""

    href: str
    invoice_href: str
    seller: str
    inv_no: str
    close_date: When | None
    amount: str
    negative: bool
    entries: Sequence[str]
    status: str
    kind: str
    seen: str
    choose: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page."""

    tabs: Sequence[Tab]
    given: Mapping[str, str]
    hidden: Mapping[str, str]
    chips: Sequence[Chip]
    clear: str
    problems: Sequence[str]
    rows: Sequence[Row]
    paging: Paging
    empty: str
    advice: str
    confirm: str


@dataclass(frozen=True, slots=True)
class LeftRow:
    """An invoice that was not confirmed."""

    href: str
    seller: str
    inv_no: str
    amount: str
    why: str


@dataclass(frozen=True, slots=True)
class LeftPage:
    """How many are confirmed, and which are not and why."""

    done: str
    rows: Sequence[LeftRow]
    back: str


def read_list(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read is told and does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    state = address.given.get("tab", STATES[0])
    wanted = Wanted(
        state=state if state in STATES else STATES[0],
        seller_name=inputs.text("seller_name"),
        inv_no=inputs.text("inv_no"),
        close_date_from=inputs.day("close_date_from", "journals.column.close_date"),
        close_date_to=inputs.day("close_date_to", "journals.column.close_date"),
        amount_from=inputs.amount("amount_from", "journals.column.amount"),
        amount_to=inputs.amount("amount_to", "journals.column.amount"),
        approved=inputs.choice("approved"),
    )
    return Asked(address, wanted, lists.read_page(address), inputs.problems, words)


def within(asked: Asked, tally: Tally) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(getattr(tally, asked.wanted.state))))


def list_view(
    asked: Asked,
    tally: Tally,
    papers: Sequence[Paper],
    slips: Mapping[int, Slip],
    proposed: Mapping[int, Proposal],
) -> ListPage:
    """The page for what was found."""
    address, words = asked.address, asked.words
    chips = lists.chips(address, words, "journals", FIELDS)
    empty = "filtered" if chips else asked.wanted.state
    rows = [_row(paper, slips, proposed, words) for paper in papers]
    query = address.link().removeprefix(address.path)
    return ListPage(
        tabs=[_tab(asked, state, getattr(tally, state)) for state in STATES],
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={"tab": address.given["tab"]} if "tab" in address.given else {},
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        problems=asked.problems,
        rows=rows,
        paging=lists.paging(address, words, asked.number, getattr(tally, asked.wanted.state)),
        empty=words(f"journals.empty.{empty}"),
        advice=words(f"journals.empty.{empty}_advice"),
        confirm=f"{address.path}/confirm{query}" if any(row.seen for row in rows) else "",
    )


def left_view(outcome: Outcome, back: str, words: Words) -> LeftPage:
    """The page for an outcome of which something is left."""
    rows = [
        LeftRow(
            href=f"/buyer/invoices/{one.invoice_mng_num}/journal",
            seller=one.seller_name,
            inv_no=one.inv_no or str(one.invoice_mng_num),
            amount=yen(one.inv_show_amount),
            why=words(f"journals.left.{why}"),
        )
        for one, why in outcome.left
    ]
    return LeftPage(words("journals.left.done", count=len(outcome.done)) if outcome.done else "", rows, back)


def _tab(asked: Asked, state: str, found: int) -> Tab:
    return Tab(
        state,
        asked.words(f"journals.tab.{state}"),
        f"{found:,}",
        KINDS[state] if found else "plain",
        asked.address.link(tab=None if state == STATES[0] else state),
        state == asked.wanted.state,
    )


def _row(paper: Paper, slips: Mapping[int, Slip], proposed: Mapping[int, Proposal], words: Words) -> Row:
    invoice = paper.invoice
    number, inv_no = invoice.invoice_mng_num, invoice.inv_no or str(invoice.invoice_mng_num)
    slip, proposal = slips.get(number), proposed[number]
    ready = slip is None and proposal.complete
    if slip is None:
        state, kind = ("ready", "done") if ready else ("incomplete", "waiting")
    else:
        state, kind = ("draft", "waiting") if slip.confirmed_at is None else ("confirmed", "done")
    return Row(
        href=f"/buyer/invoices/{number}/journal",
        invoice_href=f"/buyer/invoices/{number}",
        seller=invoice.seller_name,
        inv_no=inv_no,
        close_date=day(invoice.close_date),
        amount=yen(paper.amount),
        negative=paper.amount < 0,
        entries=_told((slip or proposal).entries, words),
        status=words(f"journals.row_state.{state}"),
        kind=kind,
        seen=f"{number}-{invoice.version}" if ready else "",
        choose=words("journals.choose", seller=invoice.seller_name, number=inv_no),
    )


def _told(entries: Sequence[Entry], words: Words) -> list[str]:
    """「外注費 / 買掛金 ¥11,000」, the first few of them."""
    told = [
        words(
            "journals.pair",
            debit=(entry.debit and entry.debit.account_name) or words("journals.nothing"),
            credit=(entry.credit and entry.credit.account_name) or words("journals.nothing"),
            amount=_amount(entry),
        )
        for entry in entries[:MOST_SHOWN]
    ]
    more = len(entries) - MOST_SHOWN
    return [*told, words("journals.more", count=more)] if more > 0 else told


def _amount(entry: Entry) -> str:
    leg = entry.debit or entry.credit
    return "" if leg is None else yen(leg.amount)
