"""The list of a seller's invitations: what was asked for, and what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.requests import Request

from seikyu.invitations.model import Invitation, Method, State
from seikyu.invitations.queries import SORTS, Filter
from seikyu.ui import lists
from seikyu.ui.format import When, day_of, moment
from seikyu.ui.inputs import Inputs
from seikyu.ui.lists import Address, Chip, Head, Paging, Sort, Tab
from seikyu.ui.words import Words

LIST = "/seller/invitations"
LAST_SENT_FIRST = Sort("sent_at", descending=True)
DATES = ("sent_at", "expires_at", "answered_at")
FIELDS = ("partner_name", "recipient", "method")
KINDS = {
    State.SENT: "waiting",
    State.ACCEPTED: "done",
    State.DECLINED: "attention",
    State.EXPIRED: "attention",
    State.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    address: Address
    filter: Filter
    sort: Sort
    number: int
    words: Words

    @property
    def start(self) -> int:
        """Rows before the page."""
        return (self.number - 1) * lists.PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Row:
    """One invitation."""

    href: str
    state: str
    kind: str
    partner: str
    method: str
    recipient: str
    sent: When | None
    count: str
    until: When | None
    answered: When | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The whole page."""

    tabs: Sequence[Tab]
    given: Mapping[str, str]
    hidden: Mapping[str, str]
    methods: Sequence[tuple[str, str]]
    chips: Sequence[Chip]
    clear: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    paging: Paging
    empty: str
    advice: str


def read_list(request: Request, words: Words) -> Asked:
    """Read the address; what cannot be read does not count."""
    address = lists.read_address(request)
    inputs = Inputs(address, words)
    state, method = address.given.get("state"), address.given.get("method")
    wanted = Filter(
        state=next((one for one in State if one == state), None),
        method=next((one for one in Method if one == method), None),
        partner_name=inputs.text("partner_name"),
        recipient=inputs.text("recipient"),
    )
    sort = lists.read_sort(address, SORTS, LAST_SENT_FIRST)
    return Asked(address, wanted, sort, lists.read_page(address), words)


def within(asked: Asked, counts: Mapping[State, int]) -> Asked:
    """The last page instead of one beyond it."""
    return replace(asked, number=min(asked.number, lists.last_page(_total(asked, counts))))


def list_view(
    asked: Asked, counts: Mapping[State, int], invitations: Sequence[Invitation], now: datetime
) -> ListPage:
    """The page for what was found."""
    address, words = asked.address, asked.words
    chips = [
        Chip(words(f"invitations.chip.{name}", value=_value(name, address.given[name], words)), link)
        for name in FIELDS
        if name in address.given
        for link in (address.link(**{name: None}),)
    ]
    empty = "filtered" if chips else "none" if asked.filter.state is None else "none_in_state"
    return ListPage(
        tabs=_tabs(asked, counts),
        given={name: address.given.get(name, "") for name in FIELDS},
        hidden={name: address.given[name] for name in ("state", "sort") if name in address.given},
        methods=[(one.value, words(f"invitations.method.{one}")) for one in Method],
        chips=chips,
        clear=address.link(**dict.fromkeys(FIELDS)),
        heads=[
            lists.head(
                address,
                words,
                name,
                f"invitations.column.{name}",
                asked.sort,
                "date" if name in DATES else "",
            )
            for name in SORTS
        ],
        rows=[_row(one, now, words) for one in invitations],
        paging=lists.paging(address, words, asked.number, _total(asked, counts)),
        empty=words(f"invitations.empty.{empty}"),
        advice=words(f"invitations.empty.{empty}_advice"),
    )


def state_word(state: State, words: Words) -> str:
    """A state as people read it."""
    return words(f"invitations.state.{state}")


def _total(asked: Asked, counts: Mapping[State, int]) -> int:
    return sum(counts.values()) if asked.filter.state is None else counts.get(asked.filter.state, 0)


def _tabs(asked: Asked, counts: Mapping[State, int]) -> list[Tab]:
    everything = Tab(
        "all",
        asked.words("invitations.list.all"),
        f"{sum(counts.values()):,}",
        "plain",
        asked.address.link(state=None),
        asked.filter.state is None,
    )
    return [everything, *(_tab(asked, state, counts.get(state, 0)) for state in State)]


def _tab(asked: Asked, state: State, found: int) -> Tab:
    return Tab(
        state.value,
        state_word(state, asked.words),
        f"{found:,}",
        KINDS[state] if found else "plain",
        asked.address.link(state=state.value),
        state is asked.filter.state,
    )


def _row(one: Invitation, now: datetime, words: Words) -> Row:
    state = one.state(now)
    return Row(
        href=f"{LIST}/{one.invitation_id}",
        state=state_word(state, words),
        kind=KINDS[state],
        partner=one.partner_name,
        method=words(f"invitations.method.{one.method}"),
        recipient=one.recipient,
        sent=moment(one.sent_at),
        count=words("invitations.list.times", count=one.sent_count) if one.sent_count > 1 else "",
        until=day_of(one.expires_at) if state in {State.SENT, State.EXPIRED} else None,
        answered=day_of(one.answered_at),
    )


def _value(name: str, value: str, words: Words) -> str:
    path = f"invitations.method.{value}"
    return words(path) if name == "method" and path in words else value
