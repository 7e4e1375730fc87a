"""freee 取引: 21 columns; a slip is one 取引 whose further lines leave 収支区分 empty (law 2.8)."""

from seikyu.journals.model import Leg, Slip
from seikyu.ledgers.model import FileLayout, Paper, Row
from seikyu.ledgers.packages.legs import slip_day, slip_of, tax_category
from seikyu.wire import codes
from seikyu.wire.codes import Code

COLUMNS = (
    "収支区分",
    "管理番号",
    "発生日",
    "決済期日",
    "取引先コード",
    "取引先",
    "勘定科目",
    "税区分",
    "金額",
    "税計算区分",
    "税額",
    "備考",
    "品目",
    "部門",
    "メモタグ（複数指定可、カンマ区切り）",
    "セグメント1",
    "セグメント2",
    "セグメント3",
    "決済日",
    "決済口座",
    "決済金額",
)
EXPENSE, TAX_INSIDE = "支出", "内税"
NOT_SETTLED = ["", "", ""]


def rows(paper: Paper) -> list[Row]:
    """A row per debit; what is owed is no row, as freee itself enters it for a 取引 that is not settled."""
    entries = [(entry.debit, entry.memo) for entry in slip_of(paper).entries]
    debits = [(debit, memo) for debit, memo in entries if debit is not None]
    return [
        [*(_head(paper) if place == 0 else [""] * 6), *_line(debit, memo)]
        for place, (debit, memo) in enumerate(debits)
    ]


def several_payables(paper: Paper) -> Code | None:
    """A 取引 owes one account: a slip with more on its credit side has no place in it."""
    return codes.LEDGER_CREDITS if len(_payables(slip_of(paper))) > 1 else None


def _payables(slip: Slip) -> set[str]:
    return {entry.credit.account_code for entry in slip.entries if entry.credit is not None}


def _head(paper: Paper) -> Row:
    received, known = paper.received, paper.known
    due = received.own_due_date or received.pay_due_date
    return [
        EXPENSE,
        str(paper.number),
        slip_day(paper),
        "" if due is None else f"{due:%Y/%m/%d}",
        known.payee_code,
        known.payee_name or received.seller_name,
    ]


def _line(debit: Leg, memo: str | None) -> Row:
    tax = [tax_category(debit), str(debit.amount), TAX_INSIDE, str(debit.tax)]
    tags = ["", "", "", ""]
    item, department = debit.sub_account_name or "", debit.department_name or ""
    return [debit.account_name, *tax, memo or "", item, department, *tags, *NOT_SETTLED]


FREEE = FileLayout(COLUMNS, rows, "utf-8", objection=several_payables)
