"""What a confirmed slip teaches: how a supplier's item was entered last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from seikyu.journals.item import item_of
from seikyu.journals.model import Entry, Leg
from seikyu.journals.paper import Paper
from seikyu.wire.values import Node, Value, node, text, whole

MEMO_LENGTH = 64

Key: TypeAlias = tuple[str, str]
"""Partner and item; an empty item is the partner's last, an empty partner the company's last."""
ANYBODY: Key = ("", "")


@dataclass(frozen=True, slots=True)
class Codes:
    """One side as it was: codes only, as names may change."""

    account: str
    sub_account: str | None
    department: str | None
    category: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it was; a line that was split has a few, and `weight` is what each had of it."""

    debit: Codes | None
    credit: Codes | None
    memo: str | None
    weight: int


def lessons(paper: Paper, entries: Sequence[Entry]) -> dict[Key, list[Row]]:
    """What to remember of a slip that has just been confirmed, by partner and item."""
    credit = next((entry.credit for entry in entries if entry.credit is not None), None)
    found: dict[Key, list[Row]] = {}
    names = {line.number: line.name for line in paper.lines}
    bought = [entry for entry in entries if entry.debit is not None and entry.debit.account_code]
    for entry in bought:
        item = item_of(names.get(entry.line))
        if item:
            memo = None if entry.memo == usual_memo(paper, entry.line) else entry.memo
            found.setdefault((paper.partner, item), []).append(_row(entry, credit, memo))
    if bought:
        largest = max(bought, key=lambda entry: abs(entry.debit.amount) if entry.debit else 0)
        found[paper.partner, ""] = [_row(largest, credit, None)]
    if credit is not None:
        found[ANYBODY] = [Row(None, _codes(credit), None, 1)]
    return found


def usual_memo(paper: Paper, number: int | None) -> str:
    """摘要 of a line unless somebody writes another: the supplier and the item."""
    name = next((line.name for line in paper.lines if line.number == number), None)
    return " ".join(part for part in (paper.invoice.seller_name, name) if part)[:MEMO_LENGTH]


def keys_of(papers: Sequence[Paper]) -> set[Key]:
    """What has to be looked up to propose slips for these papers."""
    items = {(paper.partner, item_of(line.name)) for paper in papers for line in paper.lines}
    return {*items, *((paper.partner, "") for paper in papers), ANYBODY}


def rows_of(kept: Mapping[str, Value]) -> list[Row]:
    """Rows as they were kept."""
    rows = kept.get("rows")
    return [_row_of(row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def kept(rows: Sequence[Row]) -> Node:
    """Rows as they are kept."""
    return {
        "rows": [
            {
                "debit": _kept(row.debit),
                "credit": _kept(row.credit),
                "memo": row.memo,
                "weight": row.weight,
            }
            for row in rows
        ]
    }


def _row(entry: Entry, credit: Leg | None, memo: str | None) -> Row:
    own = entry.credit or credit
    weight = 0 if entry.debit is None else entry.debit.amount
    return Row(
        None if entry.debit is None else _codes(entry.debit),
        None if own is None else _codes(own),
        memo,
        weight,
    )


def _codes(leg: Leg) -> Codes:
    return Codes(leg.account_code, leg.sub_account_code, leg.department_code, leg.tax_category_code)


def _kept(codes: Codes | None) -> Value:
    return None if codes is None else {name: getattr(codes, name) for name in Codes.__slots__}


def _row_of(row: Node) -> Row:
    debit, credit = node(row, "debit"), node(row, "credit")
    return Row(
        None if debit is None else _codes_of(debit),
        None if credit is None else _codes_of(credit),
        text(row, "memo"),
        whole(row, "weight") or 0,
    )


def _codes_of(side: Node) -> Codes:
    return Codes(
        text(side, "account") or "",
        text(side, "sub_account"),
        text(side, "department"),
        text(side, "category"),
    )
