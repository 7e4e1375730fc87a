"""Columns of the delivery slip that a line belongs to: 【伝票情報】, the sums of lines of one 明細番号."""

from collections.abc import Callable, Sequence

from seikyu.invoices.totals import ClassTotal, TaxClass, tax_class
from seikyu.ledgers.sheet.front import CLASSES
from seikyu.ledgers.sheet.row import Cell, Column, SlipSum, nothing, of_line
from seikyu.wire.values import Node, text, whole

Part = Callable[[ClassTotal], int]
PARTS: tuple[Part, ...] = (
    lambda total: total.without_tax,
    lambda total: total.tax,
    lambda total: total.with_tax,
)


def slip_sums(lines: Sequence[Node]) -> dict[str, SlipSum]:
    """The sums by 明細番号; what has no such number, or counts towards no total, is left out."""
    found: dict[str, list[Node]] = {}
    for line in lines:
        number = text(line, "item_slip_no")
        if number and text(line, "sum_exempt_flg") != "1":
            found.setdefault(number, []).append(line)
    return {number: SlipSum(_sum(group), _by_class(group)) for number, group in found.items()}


def _by_class(lines: Sequence[Node]) -> dict[TaxClass, ClassTotal]:
    classes: dict[TaxClass, list[Node]] = {}
    for line in lines:
        one = tax_class(text(line, "tax_type"), whole(line, "tax_rate_sec"), text(line, "reduced_tax_flg"))
        if one is not None:
            classes.setdefault(one, []).append(line)
    return {one: _sum(group) for one, group in classes.items()}


def _sum(lines: Sequence[Node]) -> ClassTotal:
    amounts = [_amounts(line) for line in lines]
    return ClassTotal(*(sum(one[place] for one in amounts) for place in range(len(PARTS))))


def _amounts(line: Node) -> tuple[int, int, int]:
    """Without tax, tax, with tax; what the seller left out follows from the other two."""
    without, tax, amount = (whole(line, name) for name in ("item_without_tax", "item_tax", "item_amount"))
    if amount is None:
        return without or 0, tax or 0, (without or 0) + (tax or 0)
    if without is None:
        return amount - (tax or 0), tax or 0, amount
    return without, tax or 0, amount


def _whole(part: Part) -> Cell:
    return lambda row: "" if row.slip_sum is None else str(part(row.slip_sum.whole))


def _class(suffix: str, part: Part) -> Cell:
    one = TaxClass(suffix)
    return lambda row: (
        str(part(row.slip_sum.classes[one])) if row.slip_sum and one in row.slip_sum.classes else ""
    )


DELIVERY: tuple[Column, ...] = (
    ("伝票番号", of_line("item_slip_no")),
    ("伝票備考", nothing),
    *(
        (f"伝票{word}", _whole(part))
        for word, part in zip(("金額", "消費税額", "請求金額"), PARTS, strict=True)
    ),
    *(
        (f"伝票{word}{part_word}", _class(suffix, part))
        for word, suffix in CLASSES.items()
        for part_word, part in zip(("合計金額（税抜）", "消費税額", "合計金額（税込）"), PARTS, strict=True)
    ),
)
