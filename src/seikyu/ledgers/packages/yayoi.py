"""弥生会計: 25 columns without heads; every slip is a 振替伝票 (law 2.8)."""

from seikyu.journals.model import Entry, Leg
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.ledgers.packages.legs import amounts, names, slip_day, slip_of, tax_category

ALONE, FIRST, BETWEEN, LAST = "2111", "2110", "2100", "2101"
"""識別フラグ of a slip's rows; 2000 would be a row outside any slip, which an invoice never is."""
TRANSFER_SLIP = "3"
COLUMNS = (
    "識別フラグ",
    "伝票No",
    "決算",
    "取引日付",
    "借方勘定科目",
    "借方補助科目",
    "借方部門",
    "借方税区分",
    "借方金額",
    "借方税金額",
    "貸方勘定科目",
    "貸方補助科目",
    "貸方部門",
    "貸方税区分",
    "貸方金額",
    "貸方税金額",
    "摘要",
    "番号",
    "期日",
    "タイプ",
    "生成元",
    "仕訳メモ",
    "付箋1",
    "付箋2",
    "調整",
)
NAME_BYTES, MEMO_BYTES = 24, 64


def rows(paper: Paper) -> list[Row]:
    """The slip, a row per entry; 伝票No has six digits, so the invoice's number stands in 仕訳メモ."""
    slip = slip_of(paper)
    last = len(slip.entries) - 1
    return [
        [
            _flag(place, last),
            "",
            "",
            slip_day(paper),
            *_side(entry.debit),
            *_side(entry.credit),
            *_rest(entry, paper),
        ]
        for place, entry in enumerate(slip.entries)
    ]


def _flag(place: int, last: int) -> str:
    if last == 0:
        return ALONE
    return FIRST if place == 0 else LAST if place == last else BETWEEN


def _side(leg: Leg | None) -> Row:
    return [*names(leg), tax_category(leg), *amounts(leg)]


def _rest(entry: Entry, paper: Paper) -> Row:
    return [entry.memo or "", "", "", TRANSFER_SLIP, "", str(paper.number), "0", "0", "no"]


YAYOI = FileLayout(
    COLUMNS,
    rows,
    "cp932",
    header=False,
    limits=dict.fromkeys((4, 5, 6, 10, 11, 12), NAME_BYTES) | {16: MEMO_BYTES},
    suffix="txt",
)
