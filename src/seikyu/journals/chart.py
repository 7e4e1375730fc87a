"""The masters a slip is made with: departments, accounts, sub-accounts, tax categories, memos."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from seikyu.journals.deduction import FULL
from seikyu.journals.lines import UNTAXED
from seikyu.journals.masters import ACCOUNTS, DEPARTMENTS, MEMOS, SUB_ACCOUNTS, TAX_CATEGORIES
from seikyu.wire.values import Node, text

QUALIFIED, TRANSITIONAL, NOT_DEDUCTIBLE = "qualified", "transitional", "none"
_SHARES = ("80", "70", "50", "30")


@dataclass(frozen=True, slots=True)
class Category:
    """税区分: the rate of its tax and what of the tax may be deducted."""

    code: str
    name: str
    rate: str
    credit: str

    @property
    def percent(self) -> int:
        """The rate as a number."""
        return int(self.rate.rstrip("r"))


@dataclass(frozen=True, slots=True)
class Account:
    """勘定科目 and the tax category it begins with."""

    code: str
    name: str
    category: str | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Every master by its code, in the order of the codes; sub-accounts by account and code."""

    departments: Mapping[str, str]
    accounts: Mapping[str, Account]
    sub_accounts: Mapping[tuple[str, str], str]
    categories: Mapping[str, Category]
    memos: Sequence[str]

    def category_for(self, rate: str, *, registered: bool, percent: int) -> Category | None:
        """The tax category for a purchase: by rate, the supplier's status, and its share if its name tells.

        None where only categories of another share are kept: a wrong share is not proposed.
        """
        if rate == UNTAXED:
            credit = NOT_DEDUCTIBLE
        elif registered or percent == FULL:
            credit = QUALIFIED
        else:
            credit = TRANSITIONAL if percent else NOT_DEDUCTIBLE
        found = [each for each in self.categories.values() if (each.rate, each.credit) == (rate, credit)]
        if credit != TRANSITIONAL:
            return found[0] if found else None
        shares = [(each, _share_in(each.name)) for each in found]
        exact = [each for each, share in shares if share == str(percent)]
        open_ = [each for each, share in shares if share is None]
        return next(iter([*exact, *open_]), None)


def fits(category: Category, rate: str, *, registered: bool, percent: int) -> bool:
    """Whether a category may stand for a purchase of this rate, from this supplier, on this day."""
    if category.rate != rate:
        return False
    if rate == UNTAXED or category.credit == NOT_DEDUCTIBLE:
        return True
    if registered or percent == FULL:
        return category.credit == QUALIFIED
    return category.credit == TRANSITIONAL and _share_in(category.name) in {None, str(percent)}


def chart_of(masters: Iterable[tuple[str, Node]]) -> Chart:
    """A chart of masters, each with the name of its kind."""
    of: dict[str, list[Node]] = {}
    for kind, fields in masters:
        of.setdefault(kind, []).append(fields)

    def known(kind: str, *names: str) -> list[tuple[str, ...]]:
        return [tuple(text(fields, name) or "" for name in names) for fields in of.get(kind, [])]

    subs = known(SUB_ACCOUNTS.name, "account_code", "sub_account_code", "sub_account_name")
    categories = known(TAX_CATEGORIES.name, "tax_category_code", "tax_category_name", "tax_rate", "credit")
    accounts = known(ACCOUNTS.name, "account_code", "account_name", "tax_category_code")
    departments = known(DEPARTMENTS.name, "department_code", "department_name")
    return Chart(
        departments={code: name for code, name in departments},  # noqa: C416 -- rows are tuples of any length
        accounts={code: Account(code, name, category or None) for code, name, category in accounts},
        sub_accounts={(account, code): name for account, code, name in subs},
        categories={code: Category(code, name, rate, credit) for code, name, rate, credit in categories},
        memos=[memo for (memo,) in known(MEMOS.name, "memo_text")],
    )


def _share_in(name: str) -> str | None:
    """The share of a transitional category, where its name tells: 「区分80%」「控80」「80%控除」."""
    narrow = unicodedata.normalize("NFKC", name)
    for share in _SHARES:
        if any(written in narrow for written in (f"{share}%", f"区分{share}", f"控{share}", f"控除{share}")):
            return share
    return None
