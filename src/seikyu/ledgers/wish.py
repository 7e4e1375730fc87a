"""What is asked for: which file, of which invoices."""

from dataclasses import dataclass
from datetime import date

from seikyu.ledgers.model import ALWAYS, Format, Span
from seikyu.receiving.queries import Filter

LABELS = {
    "seller_name": "発行元",
    "inv_no": "請求書番号",
    "inv_no_part": "請求書番号",
    "reception_date": "受取日",
    "close_date": "締日",
    "send_date": "発行日",
    "pay_due_date": "支払期限",
    "amount": "請求金額",
    "statuses": "ステータス",
    "opened": "開封",
    "sent_back": "差戻済",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A file of the invoices a filter finds, by the days of their slips, perhaps only of new ones."""

    format: Format
    wanted: Filter
    slip_days: Span = ALWAYS
    only_new: bool = True


def asked(wish: Wish) -> str:
    """The wish as the record of an export tells it."""
    parts = [f"{name} {value}" for name, value in _given(wish.wanted)]
    if not wish.slip_days.open:
        parts.insert(0, f"伝票日付 {_day(wish.slip_days.since)}～{_day(wish.slip_days.until)}")
    return "、".join([*parts, *(["未出力のみ"] if wish.only_new else [])])


def _given(wanted: Filter) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in Filter.__slots__:
        value = getattr(wanted, name)
        if value is None or value is False:
            continue
        label, end = name, ""
        for suffix, mark in (("_from", "～"), ("_to", "まで")):
            if name.endswith(suffix):
                label, end = name.removesuffix(suffix), mark
        found.append((LABELS.get(label, label), f"{_written(value)}{end}"))
    return found


def _written(value: object) -> str:
    match value:
        case date():
            return f"{value:%Y/%m/%d}"
        case frozenset():
            return "・".join(str(one) for one in sorted(value))
        case _:
            return str(value)


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y/%m/%d}"
