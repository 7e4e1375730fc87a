"""The amounts beside the editor, as they stand and while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.drafting.request import Asked
from seikyu.drafting.written import shown_number
from seikyu.invoices.totals import TaxClass
from seikyu.ui.format import figure, yen
from seikyu.ui.words import Words
from seikyu.wire import json
from seikyu.wire.values import Node, Value

MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class SumLine:
    """One tax class, or all of them."""

    label: str
    without_tax: str
    tax: str
    with_tax: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The panel: `worked_out` tells the editor the amount and tax of each line that has them worked out."""

    lines: Sequence[SumLine]
    total: SumLine
    front: str
    negative: bool
    rounding: str
    worked_out: str
    revision: int
    saved: str
    conflict: bool


def sums_view(
    asked: Asked, rounding: str, revision: int, saved: str, words: Words, *, conflict: bool = False
) -> Sums:
    """The panel for a draft as it will be asked for."""
    tree = asked.tree
    lines = [
        _line(tree, f"_{each.value}", words(f"drafting.class.{each.value}"))
        for each in TaxClass
        if tree.get(f"inv_amount_{each.value}") is not None
    ]
    classless = _classless(tree)
    if classless:
        lines.append(SumLine(words("drafting.class.none"), figure(classless), "", figure(classless)))
    front = _amount(tree.get("inv_show_amount"))
    return Sums(
        lines,
        _line(tree, "", words("drafting.sums.total")),
        yen(front),
        (front or 0) < 0,
        words(f"drafting.rounding.{rounding}"),
        json.write(_worked_out(asked)).decode(),
        revision,
        saved,
        conflict,
    )


def _worked_out(asked: Asked) -> Node:
    details = asked.tree.get("details")
    found: Node = {}
    for place, line in zip(asked.places, details if isinstance(details, list) else (), strict=False):
        if not isinstance(line, dict):
            continue
        tax = shown_number(line.get("item_tax"))
        if line.get("item_qty") and line.get("item_price"):
            name = "item_amount" if line.get("input_tax_type") == "1" else "item_without_tax"
            found[str(place)] = [shown_number(line.get(name)), tax]
        elif tax:
            found[str(place)] = [None, tax]
    return found


def _line(tree: Node, suffix: str, label: str) -> SumLine:
    return SumLine(
        label,
        *(figure(_amount(tree.get(f"inv_{name}{suffix}"))) for name in ("without_tax", "tax", "amount")),
    )


def _classless(tree: Node) -> int:
    classes = sum(_amount(tree.get(f"inv_amount_{each.value}")) or 0 for each in TaxClass)
    whole = _amount(tree.get("inv_amount"))
    return 0 if whole is None or not tree.get("details") else whole - classes


def _amount(value: Value) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdigit() and len(value) <= MOST_DIGITS:
        return int(value)
    return None
