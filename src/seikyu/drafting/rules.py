"""Months and days of templates, placeholders in their texts, and which lines of a draft are blank."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from seikyu.wire.reading import is_nothing
from seikyu.wire.values import Node, Value

LAST_DAY = 31
"""Stands for the last day of any month."""
PRESET = frozenset({"tax_type", "tax_rate_sec", "reduced_tax_flg", "input_tax_type", "sum_exempt_flg"})
"""What a new line has before anybody has touched it."""
_PLACEHOLDER = re.compile(r"[{\uff5b](前月の年|前月|翌月の年|翌月|年|月)[}\uff5d]")


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day seen from a month: so many months on, this day of it or its last where it has none."""

    months: int
    day: int

    def on(self, month: date) -> date:
        """The day for the month that `month` lies in."""
        return day_of_month(add_months(month, self.months), self.day)

    @property
    def written(self) -> str:
        """As it is stored."""
        return f"{self.months}:{self.day}"


def read_day_rule(written: str | None) -> DayRule | None:
    """A rule as it is stored or chosen; none when it is none."""
    found = re.fullmatch(r"(-1|[0-3]):([1-9]|[12][0-9]|3[01])", written or "")
    return None if found is None else DayRule(int(found[1]), int(found[2]))


def add_months(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def day_of_month(month: date, day: int) -> date:
    """The month's day of this number, or its last day where it has none."""
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def next_on(after: date, day: int) -> date:
    """The first such day of a month later than `after`."""
    this_month = day_of_month(after, day)
    return this_month if this_month > after else day_of_month(add_months(after, 1), day)


def for_month(tree: Node, month: date, close: DayRule | None, due: DayRule | None) -> Node:
    """A template's tree as the month's invoice: its days by the rules, placeholders filled."""
    made = {name: _filled(value, month) for name, value in tree.items()}
    made["close_date"] = None if close is None else close.on(month).isoformat()
    made["pay_due_date"] = None if due is None else due.on(month).isoformat()
    return made


def is_blank(line: Node) -> bool:
    """Whether nobody has entered anything on the line."""
    return all(is_nothing(value) for name, value in line.items() if name not in PRESET)


def _filled(value: Value, month: date) -> Value:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: _said(found[1], month), value)
    if isinstance(value, list):
        return [_filled(element, month) for element in value]
    if isinstance(value, dict):
        filled = {name: _filled(element, month) for name, element in value.items()}
        slip = filled.get("item_slip_date")
        if isinstance(slip, str) and (day := _day(slip)):
            filled["item_slip_date"] = day_of_month(month, day).isoformat()
        return filled
    return value


def _said(name: str, month: date) -> str:
    shifted = add_months(month, {"前": -1, "翌": 1}.get(name[0], 0))
    return str(shifted.year if name.endswith("年") else shifted.month)


def _day(written: str) -> int | None:
    try:
        return date.fromisoformat(written).day
    except ValueError:
        return None
