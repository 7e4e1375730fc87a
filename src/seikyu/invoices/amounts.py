"""The amounts of an invoice, worked out from its lines: what a seller's own system would send."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from seikyu.invoices.totals import ClassTotal, TaxClass, TaxedAmount, tax_class, totals
from seikyu.kit.yen import Rounding, tax_on, whole_yen
from seikyu.wire.values import Node, decimal, nodes, text, whole

BY_LINE = "1"
"""`unit_tax_calc_sec`: tax is worked out and rounded on each line."""
HOLDS_TAX = "1"
"""`input_tax_type`: the price has the tax in it."""
OUTSIDE_TOTALS = "1"
"""`sum_exempt_flg`."""


def fill_in(invoice: Node, rounding: Rounding) -> None:
    """Write every amount of the invoice anew: lines, the triples of the tax classes, totals, the front."""
    by_line = text(invoice, "unit_tax_calc_sec") == BY_LINE
    lines = nodes(invoice, "details")
    for line in lines:
        _fill_in_line(line, rounding, by_line=by_line)
    counted = [line for line in lines if text(line, "sum_exempt_flg") != OUTSIDE_TOTALS]
    triples = _added_up(counted) if by_line else totals(map(_taxed, counted), rounding)
    for each in TaxClass:
        for name in ("inv_without_tax", "inv_tax", "inv_amount"):
            invoice.pop(f"{name}_{each.value}", None)
    for each, triple in triples.items():
        _state(invoice, f"_{each.value}", triple)
    total = _sum(list(triples.values()))
    _state(invoice, "", total)
    invoice["inv_show_amount"] = total.with_tax + (whole(invoice, "carryover_new") or 0)


def _fill_in_line(line: Node, rounding: Rounding, *, by_line: bool) -> None:
    for name in ("item_without_tax", "item_tax", "item_amount"):
        line.pop(name, None)
    exact = (decimal(line, "item_qty") or Decimal(0)) * (decimal(line, "item_price") or Decimal(0))
    amount = int(exact.to_integral_value(ROUND_DOWN))
    line["item_amount" if text(line, "input_tax_type") == HOLDS_TAX else "item_without_tax"] = amount
    if by_line:
        tax = whole_yen(tax_on(amount, _class_of(line).rate), rounding)
        line["item_tax"], line["item_amount"] = tax, amount + tax


def _taxed(line: Node) -> TaxedAmount:
    holds_tax = text(line, "input_tax_type") == HOLDS_TAX
    amount = whole(line, "item_amount" if holds_tax else "item_without_tax")
    return TaxedAmount(_class_of(line), amount or 0, holds_tax)


def _class_of(line: Node) -> TaxClass:
    found = tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))
    if found is None:
        raise ValueError(f"a line without a tax class: {line}")
    return found


def _added_up(lines: Sequence[Node]) -> dict[TaxClass, ClassTotal]:
    return {
        each: _sum([_line_total(line) for line in lines if _class_of(line) is each])
        for each in TaxClass
        if any(_class_of(line) is each for line in lines)
    }


def _line_total(line: Node) -> ClassTotal:
    return ClassTotal(
        whole(line, "item_without_tax") or 0, whole(line, "item_tax") or 0, whole(line, "item_amount") or 0
    )


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
