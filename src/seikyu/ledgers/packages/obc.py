"""勘定奉行 OBC受入形式: heads are 受入記号, a star begins a slip, masters go by their codes (law 2.8)."""

from seikyu.journals.model import Leg
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.ledgers.packages.legs import slip_day, slip_of

SIDE = ("00", "01", "02", "03", "22", "20", "13", "14")
"""部門, 科目, 補助, 税区分, 税率種別, 税率, 本体金額, 消費税額: the end of the sign, after CSJS2 or CSJS3."""
COLUMNS = (
    "OBCD001",
    "CSJS005",
    *(f"CSJS2{sign}" for sign in SIDE),
    *(f"CSJS3{sign}" for sign in SIDE),
    "CSJS100",
)
NEW_SLIP = "*"
RATES = {"10": ("0", "10.0"), "8r": ("1", "8.0"), "8": ("0", "8.0"), "5": ("0", "5.0"), "0": ("0", "0.0")}
"""税率種別 (1 is the reduced rate) and 税率 by the rate of the tax category's master."""


def rows(paper: Paper) -> list[Row]:
    """The slip, a row per entry."""
    return [
        [
            NEW_SLIP if place == 0 else "",
            slip_day(paper),
            *_side(entry.debit, paper),
            *_side(entry.credit, paper),
            entry.memo or "",
        ]
        for place, entry in enumerate(slip_of(paper).entries)
    ]


def _side(leg: Leg | None, paper: Paper) -> Row:
    if leg is None:
        return [""] * len(SIDE)
    return [
        leg.department_code or "",
        leg.account_code,
        leg.sub_account_code or "",
        leg.tax_category_code or "",
        *RATES.get(paper.known.tax_rates.get(leg.tax_category_code or "", ""), ("", "")),
        str(leg.amount - leg.tax),
        str(leg.tax),
    ]


OBC = FileLayout(COLUMNS, rows, "cp932")
