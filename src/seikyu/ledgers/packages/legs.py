"""What every package writes of a side of an entry."""

from seikyu.journals.model import Leg, Slip
from seikyu.ledgers.model import Paper


def slip_of(paper: Paper) -> Slip:
    """The slip that is written; a paper without one never comes to a package."""
    if paper.slip is None:
        raise LookupError(f"invoice {paper.number} has no confirmed slip")
    return paper.slip


def slip_day(paper: Paper) -> str:
    """伝票日付."""
    return f"{slip_of(paper).slip_date:%Y/%m/%d}"


def names(leg: Leg | None) -> list[str]:
    """勘定科目, 補助科目, 部門 by their names; packages know the names of their own masters."""
    if leg is None:
        return ["", "", ""]
    return [leg.account_name, leg.sub_account_name or "", leg.department_name or ""]


def tax_category(leg: Leg | None) -> str:
    """税区分, 対象外 where there is none."""
    return (leg and leg.tax_category_name) or "対象外"


def amounts(leg: Leg | None) -> list[str]:
    """金額 with the tax inside, and the tax; nought where the other side stands alone."""
    return ["0", "0"] if leg is None else [str(leg.amount), str(leg.tax)]
