"""Proposing a slip: pure, from a paper, what was learned and the masters as they are now."""

from collections.abc import Mapping, Sequence

from seikyu.journals.chart import Chart, fits
from seikyu.journals.entering import deduction_of
from seikyu.journals.item import item_of
from seikyu.journals.learning import ANYBODY, Codes, Key, Row, usual_memo
from seikyu.journals.lines import UNTAXED, Line, parts
from seikyu.journals.model import Entry, Leg, Proposal, credit_of, debit_of
from seikyu.journals.paper import Paper

PAYABLES = ("買掛金", "未払金")
"""Where nothing has been learned yet, the credit side is the first of these that is kept as an account."""


def propose(paper: Paper, learned: Mapping[Key, Sequence[Row]], chart: Chart) -> Proposal:
    """A slip as the last one of the same supplier and item was entered, line by line.

    Else as the supplier's last one was; else with the payee's department. Masters that are gone are left out.
    """
    entries = tuple(
        entry for line in paper.lines for entry in _entries(paper, line, _rows(paper, line, learned), chart)
    )
    return Proposal(paper.day, entries, _complete(paper, entries, chart))


def _rows(paper: Paper, line: Line, learned: Mapping[Key, Sequence[Row]]) -> Sequence[Row]:
    item = item_of(line.name)
    if item and (found := learned.get((paper.partner, item))):
        return found
    if found := learned.get((paper.partner, "")):
        return found[:1]
    [row, *_] = learned.get(ANYBODY) or [Row(None, None, None, 1)]
    return [row]


def _entries(paper: Paper, line: Line, rows: Sequence[Row], chart: Chart) -> list[Entry]:
    weights = [row.weight for row in rows] if len(rows) > 1 else [1]
    amounts, taxes = parts(line.amount, weights), parts(line.tax, weights)
    return [
        _entry(paper, line, row, chart, amount, tax)
        for row, amount, tax in zip(rows, amounts, taxes, strict=True)
    ]


def _entry(paper: Paper, line: Line, row: Row, chart: Chart, amount: int, tax: int) -> Entry:
    debit = _known(row.debit, chart)
    category = _category(paper, line, debit, chart)
    named = line.department if line.department in chart.departments else None
    usual = paper.department if paper.department in chart.departments else None
    debit = Codes(debit.account, debit.sub_account, named or debit.department or usual, category)
    credit = _known(row.credit, chart)
    if not credit.account:
        credit = Codes(_payable(chart), None, None, None)
    return Entry(
        line=line.number,
        debit=leg(debit, amount, tax if _taxed(category, chart) else 0, chart),
        credit=leg(credit, amount, 0, chart),
        memo=row.memo or usual_memo(paper, line.number) or None,
        deduction=deduction_of(category, paper.day_of(line.number), chart),
    )


def leg(codes: Codes, amount: int, tax: int, chart: Chart) -> Leg:
    """One side with the names that its codes have now."""
    account = chart.accounts.get(codes.account)
    category = None if codes.category is None else chart.categories.get(codes.category)
    return Leg(
        account_code=codes.account,
        account_name="" if account is None else account.name,
        sub_account_code=codes.sub_account,
        sub_account_name=chart.sub_accounts.get((codes.account, codes.sub_account or "")),
        department_code=codes.department,
        department_name=chart.departments.get(codes.department or ""),
        tax_category_code=codes.category,
        tax_category_name=None if category is None else category.name,
        amount=amount,
        tax=tax,
    )


def _known(codes: Codes | None, chart: Chart) -> Codes:
    """What of the codes still is a master."""
    if codes is None or codes.account not in chart.accounts:
        department = None if codes is None else codes.department
        return Codes("", None, department if department in chart.departments else None, None)
    return Codes(
        codes.account,
        codes.sub_account if (codes.account, codes.sub_account) in chart.sub_accounts else None,
        codes.department if codes.department in chart.departments else None,
        codes.category if codes.category in chart.categories else None,
    )


def _category(paper: Paper, line: Line, debit: Codes, chart: Chart) -> str | None:
    """The category learned, or the account's own, where it fits rate, status and day; else one that does."""
    account = chart.accounts.get(debit.account)
    wished = [debit.category, None if account is None else account.category]
    known = [chart.categories[code] for code in wished if code is not None and code in chart.categories]
    if line.rate is None:
        return known[0].code if known else None
    percent, registered = paper.percent_of(line.number), paper.registered(line.number)
    for each in known:
        if fits(each, line.rate, registered=registered, percent=percent):
            return each.code
    found = chart.category_for(line.rate, registered=registered, percent=percent)
    return None if found is None else found.code


def _taxed(category: str | None, chart: Chart) -> bool:
    return category is None or chart.categories[category].rate != UNTAXED


def _payable(chart: Chart) -> str:
    named = {account.name: account.code for account in reversed([*chart.accounts.values()])}
    return next((named[name] for name in PAYABLES if name in named), "")


def _complete(paper: Paper, entries: Sequence[Entry], chart: Chart) -> bool:
    """Whether both sides of every entry have an account, taxed ones a category, and the sums are right."""
    return (
        all(_whole(entry.debit, chart) and _whole(entry.credit, None) for entry in entries)
        and debit_of(entries) == credit_of(entries) == paper.amount
        # What the lines of the paper do not explain is for people to look at.
        and not (any(line.number for line in paper.lines) and any(entry.line is None for entry in entries))
    )


def _whole(side: Leg | None, chart: Chart | None) -> bool:
    if side is None or not side.account_code:
        return False
    return chart is None or side.tax_category_code is not None or not chart.categories
