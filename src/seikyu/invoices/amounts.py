"""The amounts of an invoice, worked out from its lines: what a seller's own system would send.

The tree is a request's as it came from a form, a file or a program, before it is read: a value the wire will
refuse counts as nothing here and stays where it is, for the wire to tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from seikyu.invoices.totals import ClassTotal, TaxClass, TaxedAmount, tax_class, totals
from seikyu.kit.yen import Rounding, tax_on, tax_within, whole_yen
from seikyu.wire.number_kinds import Exact, Whole
from seikyu.wire.unfit import Reader, Unfit
from seikyu.wire.values import Node

BY_LINE = "1"
"""`unit_tax_calc_sec`: tax is worked out and rounded on each line."""
HOLDS_TAX = "1"
"""`input_tax_type`: the price has the tax in it."""
BY_HAND = "2"
"""`input_tax_type`: the tax of the line is what somebody wrote there."""
OUTSIDE_TOTALS = "1"
"""`sum_exempt_flg`."""


def fill_in(invoice: Node, rounding: Rounding) -> None:
    """Write every amount of the invoice anew: lines, the triples of the tax classes, totals, the front.

    - A line with quantity and price amounts to their product, its fraction of a yen rounded the same way as
      the tax. A line that lacks either keeps the amount it states; without that it adds nothing.
    - Tax is rounded once per tax class and invoice, or on each line (`unit_tax_calc_sec`). Tax written by
      hand on a line is kept, and added to that of its class.
    - A line whose tax class is not stated, or contradictory, adds to the totals only, without tax.
    - An invoice none of whose lines has an amount keeps the totals it states.
    """
    by_line = _text(invoice, "unit_tax_calc_sec") == BY_LINE
    details = invoice.get("details")
    lines = [line for line in details if isinstance(line, dict)] if isinstance(details, list) else []
    worked_out = [found for line in lines if (found := _fill_in_line(line, rounding, by_line=by_line))]
    stated = [name for name in ("inv_amount", "inv_show_amount") if _whole(invoice, name) is not None]
    if worked_out or not stated:
        _fill_in_totals(invoice, [one for one in worked_out if one.counts], rounding)
    if worked_out or "inv_show_amount" not in stated:
        shown = (_whole(invoice, "inv_amount") or 0) + (_whole(invoice, "carryover_new") or 0)
        invoice["inv_show_amount"] = shown


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line adds: an amount yet to be taxed with its class, or a triple that is settled."""

    tax_class: TaxClass | None
    counts: bool
    open: TaxedAmount | None
    settled: ClassTotal | None


def _fill_in_line(line: Node, rounding: Rounding, *, by_line: bool) -> _Line | None:
    mode, tax_by_hand = _text(line, "input_tax_type"), _whole(line, "item_tax")
    amount, holds_tax = _amount(line, mode, rounding)
    for name in ("item_without_tax", "item_tax", "item_amount"):
        if _whole(line, name) is not None:
            del line[name]
    if amount is None and mode == BY_HAND and tax_by_hand is not None:
        amount = 0
    if amount is None:
        return None
    line["item_amount" if holds_tax else "item_without_tax"] = amount
    taxed, counts = _class_of(line), _text(line, "sum_exempt_flg") != OUTSIDE_TOTALS
    if mode != BY_HAND and not by_line and taxed is not None:
        return _Line(taxed, counts, TaxedAmount(taxed, amount, holds_tax), None)
    if mode == BY_HAND:
        tax = tax_by_hand or 0
    elif by_line and taxed is not None:
        tax = whole_yen((tax_within if holds_tax else tax_on)(amount, taxed.rate), rounding)
    else:
        return _Line(None, counts, None, ClassTotal(amount, 0, amount))
    triple = ClassTotal(amount - tax, tax, amount) if holds_tax else ClassTotal(amount, tax, amount + tax)
    if mode != BY_HAND or tax_by_hand is not None:
        line["item_tax"] = tax
    line["item_without_tax"], line["item_amount"] = triple.without_tax, triple.with_tax
    return _Line(taxed, counts, None, triple)


def _amount(line: Node, mode: str | None, rounding: Rounding) -> tuple[int | None, bool]:
    """The amount of a line, if it has one, and whether the tax is in it."""
    quantity, price = _number(line, "item_qty", _DECIMAL), _number(line, "item_price", _DECIMAL)
    if quantity is not None and price is not None:
        return whole_yen(Fraction(quantity) * Fraction(price), rounding), mode == HOLDS_TAX
    stated = (("item_without_tax", False), ("item_amount", True))
    for name, holds_tax in reversed(stated) if mode == HOLDS_TAX else stated:
        if (amount := _whole(line, name)) is not None:
            return amount, holds_tax
    return None, mode == HOLDS_TAX


def _fill_in_totals(invoice: Node, lines: Sequence[_Line], rounding: Rounding) -> None:
    triples = totals([line.open for line in lines if line.open is not None], rounding)
    classless = _NOTHING
    for line in lines:
        if line.settled is None:
            continue
        if line.tax_class is None:
            classless = _sum([classless, line.settled])
        else:
            triples[line.tax_class] = _sum([triples.get(line.tax_class, _NOTHING), line.settled])
    for each in TaxClass:
        for name in ("inv_without_tax", "inv_tax", "inv_amount"):
            invoice.pop(f"{name}_{each.value}", None)
        if each in triples:
            _state(invoice, f"_{each.value}", triples[each])
    _state(invoice, "", _sum([*triples.values(), classless]))


def _class_of(line: Node) -> TaxClass | None:
    return tax_class(_text(line, "tax_type"), _whole(line, "tax_rate_sec"), _text(line, "reduced_tax_flg"))


def _sum(triples: Sequence[ClassTotal]) -> ClassTotal:
    return ClassTotal(
        sum(triple.without_tax for triple in triples),
        sum(triple.tax for triple in triples),
        sum(triple.with_tax for triple in triples),
    )


def _state(invoice: Node, suffix: str, triple: ClassTotal) -> None:
    invoice[f"inv_without_tax{suffix}"] = triple.without_tax
    invoice[f"inv_tax{suffix}"] = triple.tax
    invoice[f"inv_amount{suffix}"] = triple.with_tax


def _text(node: Node, name: str) -> str | None:
    value = node.get(name)
    return value.strip() if isinstance(value, str) else None


def _whole(node: Node, name: str) -> int | None:
    found = _number(node, name, _WHOLE)
    return None if found is None else int(found)


def _number(node: Node, name: str, reader: Reader) -> int | Decimal | None:
    value = node.get(name)
    if value is None:
        return None
    try:
        read = reader(value)
    except Unfit:
        return None
    return read if isinstance(read, int | Decimal) else None


_NOTHING = ClassTotal(0, 0, 0)
_WHOLE, _DECIMAL = Whole(13).reader(), Exact(13, 5).reader()
