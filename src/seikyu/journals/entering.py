"""Deciding a slip that somebody enters: pure, from what was read, the paper and the masters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seikyu.journals.chart import QUALIFIED, TRANSITIONAL, Category, Chart
from seikyu.journals.deduction import FULL, deductible_percent
from seikyu.journals.lines import UNTAXED
from seikyu.journals.model import Entry, Leg, credit_of, debit_of
from seikyu.journals.paper import Paper
from seikyu.journals.wire import LABELS, SIDES
from seikyu.kit.yen import Rounding, tax_within, whole_yen
from seikyu.wire import codes
from seikyu.wire.faults import Fault
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, text, whole


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of a slip, and what is wrong with them."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def decide(rows: Sequence[Node], paper: Paper, chart: Chart, *, confirm: bool) -> Entered:
    """Every entry with names, tax and deduction.

    Codes have to be masters in a draft too; to be confirmed, a slip has to be whole and balanced, and amount
    to what the invoice does.
    """
    faults: list[Fault] = []
    numbers = {line.number for line in paper.lines}
    entries = []
    for at, row in enumerate(rows):
        path = f"entries[{at}]"
        number = whole(row, "line_no")
        if number is not None and number not in numbers:
            faults.append(Fault(f"{path}.line_no", codes.ENTRY_LINE_UNKNOWN, {"value": number}))
        debit, credit = (_leg(row, side, path, chart, faults, confirm=confirm) for side in SIDES)
        if debit is None and credit is None and confirm:
            faults.append(Fault(path, codes.ENTRY_EMPTY))
        category = None if debit is None else debit.tax_category_code
        deduction = deduction_of(category, paper.day_of(number), chart)
        entries.append(Entry(number, debit, credit, text(row, "memo"), deduction))
    if confirm and not faults:
        faults += imbalance(entries, paper.amount)
    return Entered(tuple(entries), tuple(faults))


def imbalance(entries: Sequence[Entry], amount: int) -> list[Fault]:
    """What is wrong with the sums: the two sides differ, or they are not what the invoice amounts to."""
    debit, credit = debit_of(entries), credit_of(entries)
    if debit != credit:
        values = {"debit": f"{debit:,}", "credit": f"{credit:,}", "difference": f"{abs(debit - credit):,}"}
        return [Fault("entries", codes.SLIP_UNBALANCED, values)]
    if debit != amount:
        values = {"total": f"{debit:,}", "amount": f"{amount:,}", "difference": f"{abs(debit - amount):,}"}
        return [Fault("entries", codes.SLIP_AMOUNT_DIFFERS, values)]
    return []


def deduction_of(category_code: str | None, purchased: date, chart: Chart) -> int | None:
    """What of the tax may be deducted, in percent, by tax category and day of purchase; None without tax."""
    category = None if category_code is None else chart.categories.get(category_code)
    if category is None or category.rate == UNTAXED:
        return None
    if category.credit == QUALIFIED:
        return FULL
    return deductible_percent(purchased, registered=False) if category.credit == TRANSITIONAL else 0


def usual_tax(amount: int, category: Category | None) -> int:
    """The tax inside an amount by its category, the fraction dropped."""
    return 0 if category is None else whole_yen(tax_within(amount, category.percent), Rounding.DOWN)


def _leg(row: Node, side: str, path: str, chart: Chart, faults: list[Fault], *, confirm: bool) -> Leg | None:
    given = {name: row[f"{side}_{name}"] for name in LABELS}
    if all(value is None for value in given.values()):
        return None
    account_code, sub = text(given, "account_code"), text(given, "sub_account_code")
    category = chart.categories.get(text(given, "tax_category_code") or "")
    amount, tax = whole(given, "amount"), whole(given, "tax")
    found = [*_missing(given, confirm=confirm), *_unknown(given, chart)]
    if tax is None:
        tax = usual_tax(amount or 0, category)
    elif not _within(tax, amount or 0, category):
        found.append(("tax", codes.ENTRY_TAX_BEYOND, {}))
    faults += [
        Fault(f"{path}.{side}_{name}", code, {"label": SIDES[side] + LABELS[name], **values})
        for name, code, values in found
    ]
    account = chart.accounts.get(account_code or "")
    return Leg(
        account_code=account_code or "",
        account_name="" if account is None else account.name,
        sub_account_code=sub,
        sub_account_name=chart.sub_accounts.get((account_code or "", sub or "")),
        department_code=text(given, "department_code"),
        department_name=chart.departments.get(text(given, "department_code") or ""),
        tax_category_code=text(given, "tax_category_code"),
        tax_category_name=None if category is None else category.name,
        amount=amount or 0,
        tax=tax,
    )


def _missing(given: Node, *, confirm: bool) -> Iterator[Finding]:
    if given["account_code"] is None and (confirm or given["sub_account_code"] is not None):
        yield "account_code", codes.REQUIRED, {}
    if given["amount"] is None and confirm:
        yield "amount", codes.REQUIRED, {}


def _unknown(given: Node, chart: Chart) -> Iterator[Finding]:
    account, sub = text(given, "account_code"), text(given, "sub_account_code")
    if account is not None and account not in chart.accounts:
        yield "account_code", codes.REFERENCE_UNKNOWN, {"value": account}
    elif sub is not None and account is not None and (account, sub) not in chart.sub_accounts:
        yield "sub_account_code", codes.REFERENCE_UNKNOWN, {"value": sub}
    for name, known in (("department_code", chart.departments), ("tax_category_code", chart.categories)):
        code = text(given, name)
        if code is not None and code not in known:
            yield name, codes.REFERENCE_UNKNOWN, {"value": code}


def _within(tax: int, amount: int, category: Category | None) -> bool:
    """Whether a tax may lie within an amount: of one sign, not more than it, none where the rate is none."""
    if category is not None and category.rate == UNTAXED:
        return tax == 0
    return abs(tax) <= abs(amount) and tax * amount >= 0
