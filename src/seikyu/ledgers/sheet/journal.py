"""Columns of the confirmed entries of a line: 【仕訳情報】."""

from collections.abc import Callable

from seikyu.journals.model import Entry, Leg
from seikyu.ledgers.sheet.row import Cell, Column, SheetRow, day, nothing

WITH_SUB, WITH_TEXT = range(1, 9), range(9, 13)


def _debit(value: Callable[[Leg], str | None]) -> Cell:
    return lambda row: _joined(row, lambda entry: None if entry.debit is None else value(entry.debit))


def _credit(value: Callable[[Leg], str | None]) -> Cell:
    """Of the line itself, else of the slip as a whole: what is owed is often entered once."""

    def cell(row: SheetRow) -> str:
        slip = row.paper.slip
        own = any(entry.credit is not None for entry in row.entries)
        rest = () if slip is None or own else [entry for entry in slip.entries if entry.line is None]
        found = [entry.credit for entry in (*row.entries, *rest) if entry.credit is not None]
        return _once([value(leg) or "" for leg in found]) if row.entries else ""

    return cell


def _joined(row: SheetRow, value: Callable[[Entry], str | None]) -> str:
    return _once([value(entry) or "" for entry in row.entries])


def _once(values: list[str]) -> str:
    """A line split over several entries holds one a text line, unless they are all the same."""
    return values[0] if len(set(values)) == 1 else "\n".join(values)


def _slip_day(row: SheetRow) -> str:
    return "" if row.paper.slip is None else day(row.paper.slip.slip_date)


JOURNAL: tuple[Column, ...] = (
    ("会計伝票日付", _slip_day),
    ("借方負担部門", _debit(lambda leg: leg.department_name)),
    ("借方科目", _debit(lambda leg: leg.account_name)),
    ("借方補助科目", _debit(lambda leg: leg.sub_account_name)),
    ("貸方負担部門", _credit(lambda leg: leg.department_name)),
    ("貸方科目", _credit(lambda leg: leg.account_name)),
    ("貸方補助科目", _credit(lambda leg: leg.sub_account_name)),
    ("摘要", lambda row: _joined(row, lambda entry: entry.memo)),
    *(column for n in WITH_SUB for column in ((f"仕訳自由項目{n}", nothing), (f"仕訳補助{n}", nothing))),
    *(
        column
        for n in WITH_TEXT
        for column in ((f"仕訳自由項目{n}", nothing), (f"仕訳自由項目{n}テキスト", nothing))
    ),
)
