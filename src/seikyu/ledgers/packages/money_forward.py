"""マネーフォワード 仕訳帳: 27 columns; rows of one 取引No and 取引日 are one slip (law 2.8)."""

from seikyu.journals.model import Entry, Leg
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.ledgers.packages.legs import names, slip_day, slip_of

SIDE = ("勘定科目", "補助科目", "部門", "取引先", "税区分", "インボイス", "金額(円)", "税額")
COLUMNS = (
    "取引No",
    "取引日",
    *(f"借方{name}" for name in SIDE),
    *(f"貸方{name}" for name in SIDE),
    "摘要",
    "仕訳メモ",
    "タグ",
    "MF仕訳タイプ",
    "決算整理仕訳",
    "作成日時",
    "作成者",
    "最終更新日時",
    "最終更新者",
)
QUALIFIED = {100: "適格", 80: "80%控除", 70: "70%控除", 50: "50%控除", 30: "30%控除"}
"""インボイス by the share of the tax that may be deducted (law 2.3); nothing where none may."""
LEFT_TO_THE_PACKAGE = [""] * 7


def rows(paper: Paper) -> list[Row]:
    """The slip, a row per entry; 取引No is the invoice's number, so it never changes from file to file."""
    number, day = str(paper.number), slip_day(paper)
    return [
        [
            number,
            day,
            *_side(entry.debit, paper, _invoice(entry)),
            *_side(entry.credit, paper, ""),
            entry.memo or "",
            number,
            *LEFT_TO_THE_PACKAGE,
        ]
        for entry in slip_of(paper).entries
    ]


def _invoice(entry: Entry) -> str:
    return "" if entry.deduction is None else QUALIFIED.get(entry.deduction, "")


def _side(leg: Leg | None, paper: Paper, invoice: str) -> Row:
    if leg is None:
        return [""] * len(SIDE)
    supplier = paper.known.payee_name or paper.received.seller_name
    return [*names(leg), supplier, leg.tax_category_name or "対象外", invoice, str(leg.amount), str(leg.tax)]


MONEY_FORWARD = FileLayout(COLUMNS, rows, "utf-8")
