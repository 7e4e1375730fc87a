"""What a notice amounts to: totals per tax class, rounded once each, less what is taken off (law 2.1)."""

from dataclasses import dataclass

from seikyu.invoices.totals import ClassTotal, TaxClass, TaxedAmount, totals
from seikyu.kit.yen import Rounding
from seikyu.notices.wire import TRADE
from seikyu.wire.values import Node, nodes, text, whole


@dataclass(frozen=True, slots=True)
class Amounts:
    """Whole yen: the totals of the tax classes that occur, all that is taken off, and what is paid."""

    classes: dict[TaxClass, ClassTotal]
    trade: int
    deductions: int

    @property
    def paid(self) -> int:
        """What is paid."""
        return self.trade - self.deductions


def amounts(notice: Node) -> Amounts:
    """The amounts of a notice that was read without faults."""
    taxed, deductions = [], 0
    for line in nodes(notice, "lines"):
        amount = whole(line, "amount") or 0
        if (text(line, "line_sec") or TRADE) != TRADE:
            deductions += amount
        else:
            taxed.append(
                TaxedAmount(TaxClass(text(line, "tax_class")), amount, text(line, "tax_included") != "0")
            )
    classes = totals(taxed, Rounding.DOWN)
    return Amounts(classes, sum(one.with_tax for one in classes.values()), deductions)
