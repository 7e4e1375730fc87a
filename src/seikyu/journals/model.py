"""A slip 仕訳: how one received invoice is entered into the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from seikyu.kit.yen import Rounding, whole_yen
from seikyu.wire.values import Node, Value, text, whole


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of an entry: codes and the names they had then; whole yen, `amount` with its tax inside."""

    account_code: str
    account_name: str
    sub_account_code: str | None
    sub_account_name: str | None
    department_code: str | None
    department_name: str | None
    tax_category_code: str | None
    tax_category_name: str | None
    amount: int
    tax: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a slip: debit 借方, credit 貸方 or both; `line` is its line of the invoice, from 1, if any.

    `deduction` is the share of the tax that may be deducted, in percent (law 2.3).
    """

    line: int | None
    debit: Leg | None
    credit: Leg | None
    memo: str | None
    deduction: int | None = None

    @property
    def deductible(self) -> int | None:
        """The part of the debit's tax that may be deducted, in whole yen, the fraction dropped."""
        if self.deduction is None or self.debit is None:
            return None
        return whole_yen(Fraction(self.debit.tax * self.deduction, 100), Rounding.DOWN)

    @property
    def not_deductible(self) -> int | None:
        """The rest of that tax, which is part of what the purchase cost."""
        deductible = self.deductible
        return None if deductible is None or self.debit is None else self.debit.tax - deductible


@dataclass(frozen=True, slots=True)
class Slip:
    """The entries of an invoice in the version they were made for; only confirmed ones are exported.

    One that was confirmed is a draft again once a new version of its invoice has come.
    """

    invoice_mng_num: int
    version: int
    slip_date: date
    confirmed_at: datetime | None
    confirmed_by: int | None
    revision: int
    entries: tuple[Entry, ...]

    @property
    def debit(self) -> int:
        """The sum of the debit side."""
        return debit_of(self.entries)

    @property
    def credit(self) -> int:
        """The sum of the credit side."""
        return credit_of(self.entries)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a slip might be, worked out from earlier ones; never stored until somebody takes it over."""

    slip_date: date
    entries: tuple[Entry, ...]
    complete: bool
    """Whether it could be confirmed as it stands."""


def debit_of(entries: Iterable[Entry]) -> int:
    """The sum of the debit side."""
    return sum(entry.debit.amount for entry in entries if entry.debit is not None)


def credit_of(entries: Iterable[Entry]) -> int:
    """The sum of the credit side."""
    return sum(entry.credit.amount for entry in entries if entry.credit is not None)


def entry_of(node: Node) -> Entry:
    """An entry as it was stored."""
    debit, credit = node.get("debit"), node.get("credit")
    return Entry(
        whole(node, "line"),
        _leg(debit) if isinstance(debit, dict) else None,
        _leg(credit) if isinstance(credit, dict) else None,
        text(node, "memo"),
        whole(node, "deduction"),
    )


def stored(entry: Entry) -> Node:
    """An entry as it is stored."""
    return {
        "line": entry.line,
        "debit": None if entry.debit is None else _leg_stored(entry.debit),
        "credit": None if entry.credit is None else _leg_stored(entry.credit),
        "memo": entry.memo,
        "deduction": entry.deduction,
    }


def _leg(node: Node) -> Leg:
    return Leg(
        account_code=text(node, "account_code") or "",
        account_name=text(node, "account_name") or "",
        sub_account_code=text(node, "sub_account_code"),
        sub_account_name=text(node, "sub_account_name"),
        department_code=text(node, "department_code"),
        department_name=text(node, "department_name"),
        tax_category_code=text(node, "tax_category_code"),
        tax_category_name=text(node, "tax_category_name"),
        amount=whole(node, "amount") or 0,
        tax=whole(node, "tax") or 0,
    )


def _leg_stored(leg: Leg) -> dict[str, Value]:
    return {name: getattr(leg, name) for name in Leg.__slots__}
