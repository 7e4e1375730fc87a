"""What a template has beside an invoice: its name, the rules of its days, when it is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.drafting.model import Template
from seikyu.drafting.rules import DayRule
from seikyu.drafting.web.choices import Pair
from seikyu.ui.words import Words

MONTHS = ("previous", "this", "next", "after_next", "third")


@dataclass(frozen=True, slots=True)
class TemplateShown:
    """A template's own part of the editor."""

    name: str
    close: str
    due: str
    make_on_day: str
    rules: Sequence[Pair]
    days: Sequence[Pair]


def template_shown(template: Template, words: Words) -> TemplateShown:
    """The part, with its rules among those that are offered."""
    rules = [
        ("", words("drafting.choose.none")),
        *(
            (
                DayRule(months, day).written,
                words(f"drafting.rule.{'last' if day == 31 else 'day'}", month=month, day=day),  # noqa: PLR2004 -- the last day
            )
            for months, month in (
                (months, words(f"drafting.months.{name}")) for months, name in enumerate(MONTHS, start=-1)
            )
            for day in (5, 10, 15, 20, 25, 31)
        ),
    ]
    for rule in (template.close, template.due):
        if rule is not None and rule.written not in dict(rules):
            month = words(f"drafting.months.{MONTHS[rule.months + 1]}")
            rules.append((rule.written, words("drafting.rule.day", month=month, day=rule.day)))
    days = [
        ("", words("drafting.choose.by_hand")),
        *((str(day), words("drafting.each_month", day=day)) for day in range(1, 29)),
        ("31", words("drafting.each_month_end")),
    ]
    return TemplateShown(
        template.name,
        "" if template.close is None else template.close.written,
        "" if template.due is None else template.due.written,
        "" if template.make_on_day is None else str(template.make_on_day),
        rules,
        days,
    )
