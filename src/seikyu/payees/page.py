"""What stands beside the form of a payee: everything formatted before a template is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from seikyu.audit.model import Recorded
from seikyu.audit.steps import Step, steps
from seikyu.partners import bank_master
from seikyu.payees.duplicates import Alike, Group
from seikyu.payees.model import Payee, PaymentTerms, closing_of, due_date
from seikyu.payees.papers import InvoiceLine
from seikyu.payees.registrations import Registration, Standing
from seikyu.payees.rules import doubts
from seikyu.ui.format import When, day, long_day, yen
from seikyu.ui.words import Words
from seikyu.wire.values import text

PREVIEWED = 3
KINDS = {Standing.VALID: "done", Standing.UNCHECKED: "quiet", Standing.UNSET: "quiet"}
"""The colours of standings; all others want a person's attention."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public list says of a registration number."""

    kind: str
    word: str
    sentence: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of the payee."""

    href: str
    title: str
    close: When | None
    due: When | None
    amount: str


@dataclass(frozen=True, slots=True)
class Double:
    """Another payee that may be this one."""

    href: str
    title: str
    signs: str


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it."""

    path: str
    companies: Sequence[str]
    terms: Sequence[str]
    bank: str
    checked: Checked
    doubts: Sequence[tuple[str, str]]
    doubles: Sequence[Double]
    invoices: Sequence[Invoice]
    history: Sequence[Step]
    invites: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What was read about a payee."""

    companies: Sequence[str]
    registration: Registration
    groups: Sequence[Group]
    invoices: Sequence[InvoiceLine]
    events: Sequence[Recorded]


def beside(path: str, payee: Payee, around: Around, today: date, words: Words) -> Beside:
    """The cards beside the form at `path`."""
    return Beside(
        path=path,
        companies=around.companies,
        terms=_previews(payee.terms, today, words),
        bank=_bank(payee),
        checked=checked(around.registration, words),
        doubts=[*doubts(payee.fields, words.language)],
        doubles=_doubles(path, payee, around.groups, words),
        invoices=[_invoice(line, words) for line in around.invoices],
        history=steps(around.events, words),
        invites=not around.companies and text(payee.fields, "user_email") is not None,
    )


def checked(registration: Registration, words: Words) -> Checked:
    """The answer of the public list in words, with the day it was asked for."""
    standing, period = registration.standing, registration.period
    shown = long_day(registration.day, words.language)
    as_of = long_day(registration.as_of, words.language)
    facts = [("list", as_of.shown)] if as_of else []
    if period is not None:
        facts = [("name", period.name), ("since", _shown(period.registered_on, words)), *facts]
        ended = period.cancelled_on or period.expired_on
        if ended is not None:
            facts.insert(2, ("ended", _shown(ended, words)))
    return Checked(
        KINDS.get(standing, "attention"),
        words(f"payees.standing.{standing}"),
        words(f"payees.standing_means.{standing}", day=shown.shown if shown else ""),
        [(words(f"payees.registration.{name}"), value) for name, value in facts],
    )


def _shown(value: date, words: Words) -> str:
    when = long_day(value, words.language)
    return when.shown if when else ""


def _previews(terms: PaymentTerms | None, today: date, words: Words) -> list[str]:
    if terms is None:
        return []
    found: list[str] = []
    month = today.replace(day=1)
    while len(found) < PREVIEWED:
        closing = closing_of(terms, month)
        if closing >= today:
            shown = f"{closing:%Y/%m/%d}", f"{due_date(terms, closing):%Y/%m/%d}"
            found.append(words("payees.terms.example", closing=shown[0], due=shown[1]))
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def _bank(payee: Payee) -> str:
    codes = text(payee.fields, "fncl_inst_code"), text(payee.fields, "branch_code")
    named = bank_master.bank(codes[0]), bank_master.branch(*codes)
    return " ".join(each.name for each in named if each is not None)


def _doubles(path: str, payee: Payee, groups: Sequence[Group], words: Words) -> list[Double]:
    found: dict[Alike, list[str]] = {}
    for group in groups:
        for other in group.payees:
            if other.payee_id != payee.payee_id:
                found.setdefault(other, []).append(words(f"payees.sign.{group.sign}"))
    return [
        Double(f"{path}/merge/{other.payee_id}", f"{other.code} {other.name}", "、".join(signs))
        for other, signs in found.items()
    ]


def _invoice(line: InvoiceLine, words: Words) -> Invoice:
    title = line.inv_no or words("payees.invoices.number", number=line.invoice_mng_num)
    return Invoice(line.href, title, day(line.close_date), day(line.due_date), yen(line.amount))
