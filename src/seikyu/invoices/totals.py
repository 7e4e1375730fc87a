"""Totals per tax class: the fraction of a yen goes once per class and invoice (law 2.1, 2.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from seikyu.kit.yen import Rounding, tax_on, tax_within, whole_yen


class TaxClass(Enum):
    """How the law taxes a line; the value is the suffix of the published totals (law 2.5)."""

    TR10 = "tr10"
    TR8_REDUCED = "tr8_reduced"
    TR8 = "tr8"
    TR5 = "tr5"
    TR0 = "tr0"
    FREE = "free"
    EXEMPTION = "exemption"
    NON = "non"

    @property
    def rate(self) -> int:
        """Percent of tax on top of the amount without tax."""
        return _RATES.get(self, 0)


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """What a line adds to the totals: whole yen, with its tax inside (`税込`) or to come on top (`税抜`)."""

    tax_class: TaxClass
    amount: int
    holds_tax: bool = False


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """One of the published triples, in whole yen: `inv_without_tax_*`, `inv_tax_*`, `inv_amount_*`."""

    without_tax: int
    tax: int
    with_tax: int


def tax_class(tax_type: str | None, tax_rate_sec: int | None, reduced_tax_flg: str | None) -> TaxClass | None:
    """The class three tax fields of a line name together; none when left out or contradictory (law 2.5)."""
    match tax_type:
        case "0":
            return None if tax_rate_sec is None else _TAXED.get((tax_rate_sec, reduced_tax_flg == "1"))
        case "1":
            return TaxClass.FREE
        case "2":
            return TaxClass.EXEMPTION
        case "3":
            return TaxClass.NON
        case _:
            return None


def totals(amounts: Iterable[TaxedAmount], rounding: Rounding) -> dict[TaxClass, ClassTotal]:
    """The triples of the classes that occur, in published order; lines 合計対象外 are not to be passed.

    Where amounts with and without tax meet in one class, the former are first brought to amounts without tax
    as one sum, so that the tax is still rounded once.
    """
    sums: dict[tuple[TaxClass, bool], int] = {}
    for one in amounts:
        key = one.tax_class, one.holds_tax
        sums[key] = sums.get(key, 0) + one.amount
    return {
        each: _total(each, sums.get((each, False)), sums.get((each, True)), rounding)
        for each in TaxClass
        if (each, False) in sums or (each, True) in sums
    }


def _total(each: TaxClass, without: int | None, holding: int | None, rounding: Rounding) -> ClassTotal:
    if without is None and holding is not None:
        tax = whole_yen(tax_within(holding, each.rate), rounding)
        return ClassTotal(holding - tax, tax, holding)
    base = without or 0
    if holding is not None:
        base += holding - whole_yen(tax_within(holding, each.rate), rounding)
    tax = whole_yen(tax_on(base, each.rate), rounding)
    return ClassTotal(base, tax, base + tax)


_RATES = {TaxClass.TR10: 10, TaxClass.TR8_REDUCED: 8, TaxClass.TR8: 8, TaxClass.TR5: 5}

_TAXED = {
    (10, False): TaxClass.TR10,
    (8, True): TaxClass.TR8_REDUCED,
    (8, False): TaxClass.TR8,
    (5, False): TaxClass.TR5,
    (0, False): TaxClass.TR0,
}
