"""A slip on the wire: what is entered, and what is told of it (contract §5)."""

from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.fields import Field, Record, array, choice, day, text, whole

SIDES = {"debit": "借方", "credit": "貸方"}
LABELS = {
    "account_code": "勘定科目コード",
    "sub_account_code": "補助科目コード",
    "department_code": "部門コード",
    "tax_category_code": "税区分コード",
    "amount": "金額",
    "tax": "消費税額",
}
"""What is entered of a side, by wire name without the side."""
NAMES = {
    "account_code": ("account_name", "勘定科目"),
    "sub_account_code": ("sub_account_name", "補助科目"),
    "department_code": ("department_name", "部門"),
    "tax_category_code": ("tax_category_name", "税区分"),
}
FIGURES = {"amount": "税込。円", "tax": "省略時は税区分の税率による。切捨て"}
MOST_ENTRIES = 500
YES_NO = {"0": "未確定", "1": "確定済"}
CONFIRM = {"0": "下書き保存", "1": "確定"}
PROPOSED = {"0": "登録済の仕訳", "1": "提案(未保存)"}

# fmt: off

RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson", added=True)
LINE_NO = whole("line_no", "請求書の明細行", 9, 1, note="1から。明細によらない場合は省略", added=True)
MEMO = text("memo", "摘要", 64, added=True)


def _given(side: str) -> tuple[Field, ...]:
    word = SIDES[side]
    return tuple(
        whole(f"{side}_{name}", word + label, 13, added=True, note=FIGURES[name])
        if name in FIGURES
        else text(f"{side}_{name}", word + label, 15, added=True)
        for name, label in LABELS.items()
    )


def _told(side: str) -> tuple[Field, ...]:
    fields: list[Field] = []
    for field in _given(side):
        fields.append(Field(field.name, field.label, field.kind, added=True))
        if named := NAMES.get(field.name.removeprefix(f"{side}_")):
            fields.append(text(f"{side}_{named[0]}", f"{SIDES[side]}{named[1]}", 50, added=True))
    return tuple(fields)


ENTRY = Record("JournalEntry", "仕訳行", (LINE_NO, *_given("debit"), *_given("credit"), MEMO))
SLIP_REQUEST = Record("JournalRequest", "仕訳登録", (
    RESPONSE_TYPE,
    day("slip_date", "伝票日付", note="省略時は締日、なければ発行日", added=True),
    whole("version", "請求書の版", 9, 1, note="指定時はこの版の場合のみ登録する", added=True),
    whole("revision", "仕訳の版", 9, 0, mark="○", note="取得した値。未登録の場合は0", added=True),
    choice("confirm_flg", "確定フラグ", CONFIRM, note="省略時は0", added=True),
    array("entries", "仕訳行", ENTRY, MOST_ENTRIES, added=True),
))
REOPEN_REQUEST = Record("JournalReopenRequest", "仕訳の確定取消", (
    RESPONSE_TYPE,
    text("comment", "コメント", 500, lines=True, added=True),
))

DEDUCTION = (
    whole("deduction_percent", "控除割合(%)", 3, 0, 100, note="税のない場合はnull", added=True),
    whole("deductible_tax", "控除対象消費税額", 13, note="1円未満切捨て", added=True),
    whole("not_deductible_tax", "控除対象外消費税額", 13, added=True),
)
TOLD_SIDES = (*_told("debit"), *_told("credit"))
TOLD_ENTRY = Record("ToldJournalEntry", "仕訳行", (LINE_NO, *TOLD_SIDES, MEMO, *DEDUCTION))
TOLD_SLIP = Record("Journal", "仕訳", (
    text("invoice_mng_num", "請求書管理番号", 10, added=True),
    whole("version", "請求書の版", 9, 1, added=True),
    whole("revision", "仕訳の版", 9, 0, added=True),
    day("slip_date", "伝票日付", added=True),
    choice("confirmed_flg", "確定フラグ", YES_NO, added=True),
    text("confirmed_at", "確定日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True),
    choice("proposed_flg", "提案フラグ", PROPOSED, added=True),
    whole("amount", "仕訳すべき金額", 13, note="今回請求金額(税込)、なければおもての請求金額", added=True),
    array("entries", "仕訳行", TOLD_ENTRY, added=True),
))
JOURNAL_LINE = Record("JournalLine", "仕訳データ", (
    LINE_NO,
    day("slip_date", "伝票日付", added=True),
    *TOLD_SIDES,
    MEMO,
    *DEDUCTION,
    choice("confirmed_flg", "確定フラグ", YES_NO, added=True),
))
"""A row of `journals`, which stands beside the fields of a received invoice."""
# fmt: on
