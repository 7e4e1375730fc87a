"""The page of one slip: the paper's lines, the table of entries, the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seikyu.journals.chart import Chart
from seikyu.journals.deduction import FULL
from seikyu.journals.model import Entry, Slip, credit_of, debit_of
from seikyu.journals.paper import Paper
from seikyu.journals.web.typed import CELLS, Row, labelled
from seikyu.ui.format import When, figure, long_day, moment, yen
from seikyu.ui.words import Words
from seikyu.wire.faults import Fault

STATES = {"proposed": "waiting", "draft": "waiting", "confirmed": "done"}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the paper."""

    at: str
    name: str
    day: When | None
    rate: str
    amount: str
    tax: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A row of the table: its place, its cells, what is wrong with them, what may be deducted."""

    at: int
    label: str
    cells: Mapping[str, str]
    problems: Mapping[str, str]
    deduction: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Both sides beside what they have to come to."""

    debit: str
    credit: str
    amount: str
    difference: str
    balanced: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be typed into the cells."""

    account_code: Sequence[tuple[str, str]]
    sub_account_code: Sequence[tuple[str, str]]
    department_code: Sequence[tuple[str, str]]
    tax_category_code: Sequence[tuple[str, str]]
    memo: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SlipPage:
    """The whole page."""

    number: int
    version: int
    revision: int
    seller: str
    inv_no: str
    state: str
    kind: str
    status: str
    reissued: str
    registered: str
    slip_date: str
    confirmed_at: When | None
    lines: Sequence[LineShown]
    entries: Sequence[EntryShown]
    problems: Sequence[tuple[str, str]]
    sums: Sums
    choices: Choices
    no_masters: bool


def slip_view(
    paper: Paper,
    slip: Slip | None,
    rows: Sequence[Row],
    entries: Sequence[Entry],
    faults: Sequence[Fault],
    slip_date: str,
    chart: Chart,
    words: Words,
    *,
    revision: int,
) -> SlipPage:
    """The page for rows as they stand; `entries` is what they come to."""
    state = "proposed" if slip is None else "draft" if slip.confirmed_at is None else "confirmed"
    invoice = paper.invoice
    stale = slip is not None and slip.version != invoice.version
    return SlipPage(
        number=invoice.invoice_mng_num,
        version=invoice.version,
        revision=revision,
        seller=invoice.seller_name,
        inv_no=invoice.inv_no or "",
        state=state,
        kind=STATES[state],
        status=words(f"journals.state.{state}"),
        reissued=words("journals.reissued", version=invoice.version) if stale else "",
        registered=_registered(paper, words),
        slip_date=slip_date,
        confirmed_at=moment(None if slip is None else slip.confirmed_at),
        lines=_lines(paper, words),
        entries=[
            _entry(at, row, entry, faults, words)
            for at, (row, entry) in enumerate(zip(rows, entries, strict=True))
        ],
        problems=[(_place(fault), _sentence(fault, words)) for fault in faults],
        sums=sums_view(entries, paper.amount),
        choices=_choices(chart),
        no_masters=not chart.accounts,
    )


def sums_view(entries: Sequence[Entry], amount: int) -> Sums:
    """Both sides of these entries."""
    debit, credit = debit_of(entries), credit_of(entries)
    wrong = debit - credit or debit - amount
    return Sums(yen(debit), yen(credit), yen(amount), yen(wrong), balanced=wrong == 0)


def _registered(paper: Paper, words: Words) -> str:
    if paper.registered(None):
        return words("journals.registered", number=paper.registration_number)
    percent = paper.percent_of(None)
    if percent == FULL:
        return words("journals.before_register")
    told = "unregistered" if paper.registration_number is None else "lapsed"
    return words(f"journals.{told}", percent=percent, number=paper.registration_number)


def _lines(paper: Paper, words: Words) -> list[LineShown]:
    return [
        LineShown(
            at="" if line.number is None else str(line.number),
            name=line.name or words("journals.unexplained" if line.number is None else "journals.nameless"),
            day=long_day(line.day, words.language),
            rate="" if line.rate is None else words(f"journals.rate.{line.rate}"),
            amount=figure(line.amount),
            tax=figure(line.tax),
        )
        for line in paper.lines
    ]


def _entry(at: int, row: Row, entry: Entry, faults: Sequence[Fault], words: Words) -> EntryShown:
    start = f"entries[{at}]."
    return EntryShown(
        at=at,
        label=words("journals.row", at=at + 1),
        cells={name: row.get(name, "") for name in CELLS},
        problems={
            fault.path.removeprefix(start): fault.detail(words.language)
            for fault in faults
            if fault.path.startswith(start)
        },
        deduction=_deduction(entry, words),
    )


def _deduction(entry: Entry, words: Words) -> str:
    if entry.deduction in {None, FULL}:
        return ""
    return words(
        "journals.deduction",
        percent=entry.deduction,
        deductible=yen(entry.deductible),
        rest=yen(entry.not_deductible),
    )


def _place(fault: Fault) -> str:
    """The cell's id: `entries[2].memo` stands in `e2-memo`."""
    if not fault.path.startswith("entries["):
        return fault.path if fault.path == "slip_date" else ""
    at, _, name = fault.path.removeprefix("entries[").partition("].")
    return f"e{at}-{name}" if name else ""


def _sentence(fault: Fault, words: Words) -> str:
    if not fault.path.startswith("entries["):
        return fault.detail(words.language)
    at = int(fault.path.removeprefix("entries[").partition("]")[0])
    return words("journals.at_row", at=at + 1, sentence=fault.detail(words.language))


def _choices(chart: Chart) -> Choices:
    subs = [
        (labelled(sub, name), labelled(of, chart.accounts[of].name if of in chart.accounts else ""))
        for (of, sub), name in chart.sub_accounts.items()
    ]
    return Choices(
        account_code=[(labelled(code, one.name), "") for code, one in chart.accounts.items()],
        sub_account_code=subs,
        department_code=[(labelled(code, name), "") for code, name in chart.departments.items()],
        tax_category_code=[(labelled(code, one.name), "") for code, one in chart.categories.items()],
        memo=[(memo, "") for memo in chart.memos],
    )
