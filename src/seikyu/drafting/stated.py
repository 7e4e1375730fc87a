"""Amounts that an invoice states although quantity times price is another: kept until somebody changes them.

Such a line came by API or upload, where amounts are the seller's own. What it stated stands beside its fields
in the draft (`stated`) and never goes out: it holds as long as quantity, price and mode are what they were.
"""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from seikyu.drafting import written
from seikyu.invoices.amounts import HOLDS_TAX
from seikyu.wire.values import Node, Value

STATED = "stated"
FACTORS = ("item_qty", "item_price")
AMOUNTS = ("item_without_tax", "item_amount")
NO_MODE = "0"


def note_stated(line: Node) -> None:
    """Note on the line of an issued document which amount it stated, where its factors make another."""
    names = reversed(AMOUNTS) if line.get("input_tax_type") == HOLDS_TAX else AMOUNTS
    name = next((name for name in names if line.get(name) is not None), None)
    product = _product(line)
    if name is not None and product is not None and _fraction(line[name]) not in {None, product}:
        line[STATED] = {"name": name, "amount": line[name], **_factors(line)}


def keep_stated(line: Node) -> None:
    """Give a line the amount it stated if its factors are still the same; else forget it."""
    if (found := _held(line)) is None:
        line.pop(STATED, None)
    else:
        for name in AMOUNTS:
            line.pop(name, None)
        line[found[0]] = found[1]


def take_factors(line: Node) -> Node:
    """Take off what a kept amount would be worked out anew from, to be put back afterwards; and the note."""
    held = _held(line) is not None
    line.pop(STATED, None)
    return {name: line.pop(name) for name in FACTORS} if held else {}


def worked_out_otherwise(line: Node) -> str:
    """What quantity times price makes, where a kept amount is another by a yen or more; else empty."""
    held, product = _held(line), _product(line)
    stated = None if held is None else _fraction(held[1])
    if stated is None or product is None or abs(stated - product) < 1:
        return ""
    return written.shown_number(round(product))


def _held(line: Node) -> tuple[str, Value] | None:
    """Name and value of the kept amount; what came back from a form may be anything."""
    stated = line.get(STATED)
    if not isinstance(stated, dict):
        return None
    name, amount = stated.get("name"), stated.get("amount")
    if not isinstance(name, str) or name not in AMOUNTS or _fraction(amount) is None:
        return None
    same = all(_figure(stated.get(each)) == _figure(line.get(each)) is not None for each in FACTORS)
    return (name, amount) if same and _mode(stated) == _mode(line) else None


def _factors(line: Node) -> Node:
    return {name: line.get(name) for name in (*FACTORS, "input_tax_type")}


def _mode(line: Node) -> Value:
    return line.get("input_tax_type") or NO_MODE


def _figure(value: Value) -> str | None:
    """A number in one spelling, whether it was read from a document or typed."""
    return written.number(written.shown_number(value))


def _product(line: Node) -> Fraction | None:
    quantity, price = (_fraction(line.get(name)) for name in FACTORS)
    return None if quantity is None or price is None else quantity * price


def _fraction(value: Value) -> Fraction | None:
    if value is None or isinstance(value, bool | dict | list):
        return None
    try:
        figure = Decimal(str(value))
    except InvalidOperation:
        return None
    fits = figure.is_finite() and abs(figure.adjusted()) < 40  # noqa: PLR2004 -- more digits than any field has
    return Fraction(figure) if fits else None
