"""承認待ち: what waits for the decision of the person at the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.approvals.queries import Waiting
from seikyu.invoices.deciding.seen import seen_of
from seikyu.invoices.deciding.sides import DecidingSide, Found, Paper
from seikyu.ui import lists
from seikyu.ui.format import day_of
from seikyu.ui.lists import Chip, Head, Paging, Tab
from seikyu.ui.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice; `chosen` names it in its version and at its step for the boxes."""

    paper: Paper
    chosen: str
    choose: str
    step: str
    submitted: str
    instead: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The whole page; `partner` is the name and the word of the filter by partner."""

    path: str
    tabs: Sequence[Tab]
    partner: tuple[str, str]
    given: Mapping[str, str]
    hidden: Mapping[str, str]
    chips: Sequence[Chip]
    clear: str
    problems: Sequence[str]
    heads: Sequence[Head]
    labels: Mapping[str, str]
    rows: Sequence[Row]
    approve: str
    paging: Paging
    empty: str
    advice: str
    onward: tuple[str, str] | None


def waiting_view(side: DecidingSide, found: Found, waiting: Mapping[int, Waiting]) -> WaitingPage:
    """The page for what was found."""
    asked, listed = found.asked, side.listed
    address, words, slice_ = asked.address, asked.words, listed.slice_
    chips = lists.chips(address, words, slice_, listed.filters)
    labels = {name: words(f"{slice_}.column.{name}") for name, _ in listed.columns}
    return WaitingPage(
        path=side.waiting,
        tabs=_tabs(side, found),
        partner=(listed.partner, words(f"{slice_}.filter.{listed.partner}")),
        given={name: address.given.get(name, "") for name in listed.filters},
        hidden={name: address.given[name] for name in ("stage", "sort") if name in address.given},
        chips=chips,
        clear=address.link(**dict.fromkeys(listed.filters)),
        problems=asked.problems,
        heads=[
            lists.head(address, words, name, f"{slice_}.column.{name}", asked.sort, kind)
            for name, kind in listed.columns
        ],
        labels={**labels, "day": labels[listed.day]},
        rows=[_row(one, waiting[one.number], words) for one in found.papers],
        approve=address.link().replace("/approvals", "/approvals/approve", 1),
        paging=lists.paging(address, words, asked.number, asked.total(found.counts)),
        empty=words(f"{slice_}.empty.filtered" if chips else "invoices.waiting.none"),
        advice=words(f"{slice_}.empty.filtered_advice" if chips else "invoices.waiting.none_advice"),
        onward=found.onward,
    )


def _tabs(side: DecidingSide, found: Found) -> list[Tab]:
    asked, counts = found.asked, found.counts

    def tab(name: str, label: str, count: int, stage: int | None) -> Tab:
        link = asked.address.link(stage=None if stage is None else str(stage))
        return Tab(name, label, f"{count:,}", "waiting" if count else "plain", link, stage == asked.stage)

    return [
        tab("all", asked.words("invoices.waiting.all"), sum(counts.values()), None),
        *(
            tab(f"stage-{one}", side.status(one, asked.words)[0], counts.get(one, 0), one)
            for one in side.listed.stages
        ),
    ]


def _row(paper: Paper, waits: Waiting, words: Words) -> Row:
    since = day_of(waits.opened_at)
    number = paper.inv_no or str(paper.number)
    return Row(
        paper,
        chosen=f"{paper.number}-{seen_of(waits.version, waits.position)}",
        choose=words("invoices.waiting.choose", partner=paper.partner, number=number),
        step=waits.step_name,
        submitted=words(
            "invoices.waiting.submitted", name=waits.maker_name or "API", day=since.shown if since else ""
        ),
        instead=words("invoices.deciding.instead", name=waits.stood_for) if waits.stood_for else "",
    )
