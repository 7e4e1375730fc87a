"""A payee as others read it, and when it is paid."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from seikyu.kit.bank_days import is_bank_day
from seikyu.kit.width import byte_length
from seikyu.masters.model import Master
from seikyu.wire.values import Node, text, whole

MONTH_END = 31
BEFORE, AFTER = "1", "2"
PAYEE_BEARS_FEE = "1"
NAME_BYTES = 60
"""So wide may the name of a payee be."""


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """支払条件: closed on a day of the month, paid so many months later on a day; 31 is the month's end."""

    closing_day: int
    pay_month: int
    pay_day: int
    holiday_rule: str


@dataclass(frozen=True, slots=True)
class Payee:
    """A payee: its master's id and its fields by their wire names."""

    payee_id: UUID
    fields: Node

    @property
    def code(self) -> str:
        """支払先コード."""
        return text(self.fields, "payee_code") or ""

    @property
    def name(self) -> str:
        """支払先名."""
        return text(self.fields, "payee_name") or ""

    @property
    def registration_number(self) -> str | None:
        """登録番号, if it is a registered issuer's."""
        return text(self.fields, "registration_number")

    @property
    def terms(self) -> PaymentTerms | None:
        """When it is paid, if that was agreed."""
        closing, month, day = (whole(self.fields, n) for n in ("closing_day", "pay_month", "pay_day"))
        if closing is None or month is None or day is None:
            return None
        return PaymentTerms(closing, month, day, text(self.fields, "holiday_rule") or "0")

    @property
    def bears_fee(self) -> bool:
        """Whether the transfer fee is taken off what it is paid."""
        return text(self.fields, "fee_bearer") == PAYEE_BEARS_FEE


def payee_of(master: Master) -> Payee:
    """The payee that a master is."""
    return Payee(master.master_id, master.fields)


def same_party(
    alike: Sequence[Payee], corporate_number: str | None, registration_number: str | None
) -> Payee | None:
    """The payee with a company's numbers: the corporate number says more than the registration number.

    A payee of another corporate number is another company, whatever its registration number.
    """
    named = (
        [payee for payee in alike if text(payee.fields, "corp_genuine_id") == corporate_number]
        if corporate_number
        else []
    )
    registered = [
        payee
        for payee in alike
        if registration_number
        and text(payee.fields, "registration_number") == registration_number
        and not (corporate_number and text(payee.fields, "corp_genuine_id") not in {None, corporate_number})
    ]
    return next(iter([*named, *registered]), None)


def own_code(seller_company_id: int) -> str:
    """The code of a payee that was made of a company of the platform."""
    return f"S{seller_company_id}"


def free_code(code: str, taken: Collection[str]) -> str:
    """The code, or the first free one after it."""
    numbered = (f"{code}-{n}" for n in range(2, len(taken) + 3))
    return next(each for each in (code, *numbered) if each not in taken)


def fitting(name: str) -> str:
    """As much of a name as a payee's may hold."""
    while byte_length(name) > NAME_BYTES:
        name = name[:-1]
    return name


def due_date(terms: PaymentTerms, purchased: date) -> date:
    """When what was bought on a day is paid by these terms, moved off days on which banks are closed."""
    months = terms.pay_month + (
        purchased.day > _in_month(purchased.year, purchased.month, terms.closing_day).day
    )
    year, month = divmod(purchased.year * 12 + purchased.month - 1 + months, 12)
    return moved(_in_month(year, month + 1, terms.pay_day), terms.holiday_rule)


def closing_of(terms: PaymentTerms, month: date) -> date:
    """The day on which a month is closed by these terms."""
    return _in_month(month.year, month.month, terms.closing_day)


def moved(day: date, holiday_rule: str) -> date:
    """The nearest bank day before or after, as the rule says."""
    step = {BEFORE: timedelta(days=-1), AFTER: timedelta(days=1)}.get(holiday_rule)
    while step is not None and not is_bank_day(day):
        day += step
    return day


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
