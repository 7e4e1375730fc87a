"""The lines of a received invoice as they are entered into books: whole yen, with their tax inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from seikyu.invoices.amounts import OUTSIDE_TOTALS
from seikyu.invoices.totals import TaxClass, tax_class
from seikyu.kit.yen import Rounding, tax_on, tax_within, whole_yen
from seikyu.wire.values import Node, day, nodes, text, whole

RATES = {TaxClass.TR10: "10", TaxClass.TR8_REDUCED: "8r", TaxClass.TR8: "8", TaxClass.TR5: "5"}
UNTAXED = "0"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be entered: `number` is the line of the invoice, from 1, None for what no line tells.

    `rate` is one of the rates of tax categories, None where the seller left it open (contract §5).
    """

    number: int | None
    name: str | None
    day: date | None
    department: str | None
    rate: str | None
    amount: int
    tax: int


def amount_of(inv_amount: int | None, inv_show_amount: int) -> int:
    """What a slip has to amount to: this invoice's amount with tax, else the one shown in front.

    A balance carried over was entered with the invoice it comes from, so it is not entered again.
    """
    return inv_show_amount if inv_amount is None else inv_amount


def lines_of(document: Node, amount: int) -> list[Line]:
    """The lines that count, brought to what the invoice states; what they do not explain is one more line.

    Where tax is stated for a class of lines only, its fraction of a yen goes to the largest of them.
    """
    found = [
        (_class_of(detail), _line(number, detail))
        for number, detail in enumerate(nodes(document, "details"), start=1)
        if text(detail, "sum_exempt_flg") != OUTSIDE_TOTALS
    ]
    found = [(each, line) for each, line in found if line.amount or line.tax]
    lines = _settled(document, found) if found else _stated(document)
    lines = _with_open_tax(document, lines, amount)
    left = amount - sum(line.amount for line in lines)
    return [*lines, Line(None, None, None, None, UNTAXED if lines else None, left, 0)] if left else lines


def _class_of(detail: Node) -> TaxClass | None:
    return tax_class(text(detail, "tax_type"), whole(detail, "tax_rate_sec"), text(detail, "reduced_tax_flg"))


def _line(number: int, detail: Node) -> Line:
    each = _class_of(detail)
    percent = 0 if each is None else each.rate
    without, tax = whole(detail, "item_without_tax"), whole(detail, "item_tax")
    amount = whole(detail, "item_amount")
    if without is None and amount is not None:
        tax = whole_yen(tax_within(amount, percent), Rounding.DOWN) if tax is None else tax
    else:
        without = without or 0
        tax = whole_yen(tax_on(without, percent), Rounding.DOWN) if tax is None else tax
        amount = without + tax
    rate = None if each is None else RATES.get(each, UNTAXED)
    department = text(detail, "item_sec_code")
    return Line(
        number, text(detail, "item_name"), day(detail, "item_slip_date"), department, rate, amount, tax
    )


def _settled(document: Node, found: Sequence[tuple[TaxClass | None, Line]]) -> list[Line]:
    """Every line, those of a class summing up to what is stated for the class."""
    lines = [line for _, line in found]
    for each in TaxClass:
        places = [at for at, (other, _) in enumerate(found) if other is each]
        amount, tax = (whole(document, f"{name}_{each.value}") for name in ("inv_amount", "inv_tax"))
        if not places or amount is None or tax is None:
            continue
        more = amount - sum(lines[at].amount for at in places)
        more_tax = tax - sum(lines[at].tax for at in places)
        # More than a yen a line is no fraction: it stays to be seen as a difference.
        if more == more_tax and abs(more) <= len(places):
            at = max(places, key=lambda at: abs(lines[at].amount))
            lines[at] = replace(lines[at], amount=lines[at].amount + more, tax=lines[at].tax + more_tax)
    return lines


def _stated(document: Node) -> list[Line]:
    """An invoice without lines, by what it states for each class."""
    return [
        Line(None, None, None, None, RATES.get(each, UNTAXED), amount, tax or 0)
        for each in TaxClass
        for amount, tax in [
            (whole(document, f"inv_amount_{each.value}"), whole(document, f"inv_tax_{each.value}"))
        ]
        if amount
    ]


def _with_open_tax(document: Node, lines: list[Line], amount: int) -> list[Line]:
    """Where no line tells its class, the tax of the invoice spread over them by their amounts."""
    tax, total = whole(document, "inv_tax"), sum(line.amount for line in lines)
    if not tax or not total or any(line.rate is not None for line in lines) or total + tax != amount:
        return lines
    shares = parts(tax, [line.amount for line in lines])
    return [
        replace(line, amount=line.amount + share, tax=line.tax + share)
        for line, share in zip(lines, shares, strict=True)
    ]


def parts(amount: int, weights: Iterable[int]) -> list[int]:
    """An amount in parts by weight, rounded towards zero, the last one taking what is left."""
    weighed = list(weights)
    total = sum(weighed)
    shares = [
        whole_yen(Fraction(amount * weight, total), Rounding.DOWN) if total else 0 for weight in weighed
    ]
    return [*shares[:-1], amount - sum(shares[:-1])]
