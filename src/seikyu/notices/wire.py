# ruff: noqa: E501 -- a table: one field a line
"""Payment notices on the wire: names of ours, on new paths (contract §7, §8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from seikyu.invoices.totals import TaxClass
from seikyu.notices.model import LONGEST_ANSWER_DAYS
from seikyu.wire import codes
from seikyu.wire.batch import RESPONSE_TYPES, faults_at, not_an_object, read_batch
from seikyu.wire.faults import Fault
from seikyu.wire.fields import Field, Record, array, choice, day, digits, nested, rule, text, whole, wide
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, Value
from seikyu.wire.values import text as text_of
from seikyu.wire.values import whole as whole_of

TRADE = "0"
SECTIONS = {TRADE: "取引", "1": "振込手数料", "2": "相殺", "3": "その他控除"}
TAX_CLASSES = {
    TaxClass.TR10.value: "10%",
    TaxClass.TR8_REDUCED.value: "8%(軽減)",
    TaxClass.TR8.value: "8%",
    TaxClass.TR5.value: "5%",
    TaxClass.TR0.value: "0%",
    TaxClass.FREE.value: "非課税",
    TaxClass.EXEMPTION.value: "免税",
    TaxClass.NON.value: "不課税",
}
HOLDS_TAX = {"0": "税抜", "1": "税込"}
STATES = {
    "draft": "下書き",
    "sending": "送付待ち",
    "sent": "確認待ち",
    "confirmed": "確認済",
    "deemed": "みなし確認済",
    "objected": "異議あり",
    "cancelled": "取消",
}
MOST_LINES = 500
NOTICES = "payment_notices"
LABEL = "支払通知書"


@rule(codes.NOTICE_TAX_CLASS, codes.NOTICE_DEDUCTION_NEGATIVE)
def trade_is_taxed(node: Node, broken: set[str]) -> Sequence[Finding]:
    """A line of goods has a tax class; a deduction is what is taken off, whatever its tax."""
    if (text_of(node, "line_sec") or TRADE) == TRADE:
        missing = node["tax_class"] is None and "tax_class" not in broken
        return [("tax_class", codes.NOTICE_TAX_CLASS, {})] if missing else []
    negative = "amount" not in broken and (whole_of(node, "amount") or 0) < 0
    return [("amount", codes.NOTICE_DEDUCTION_NEGATIVE, {})] if negative else []


# fmt: off

LINE = Record("PaymentNoticeLine", "明細", (
    choice("line_sec", "明細区分", SECTIONS, note="省略時は取引。取引以外は支払金額から差し引く", added=True),
    day("trade_date", "取引日", added=True),
    digits("invoice_mng_num", "請求書管理番号", 10, note="この取引先から受け取った請求書", added=True),
    text("inv_no", "請求書番号", 20, note="省略時は受け取った請求書の番号", added=True),
    text("item_name", "内容", 100, mark="○", added=True),
    choice("tax_class", "税区分", TAX_CLASSES, mark="△", note="取引の場合必須", added=True),
    choice("tax_included", "税込区分", HOLDS_TAX, note="省略時は税込", added=True),
    whole("amount", "金額", 12, mark="○", added=True),
), (trade_is_taxed,))

HEAD_FIELDS: tuple[Field, ...] = (
    text("notice_no", "支払通知番号", 30, note="自社の番号。取消したものを除き重複不可", added=True),
    text("payee_code", "支払先コード", 15, mark="△", added=True),
    digits("supplier_company_id", "取引先企業ID", 10, mark="△", note="取引のある企業", added=True),
    text("notice_name", "件名", 60, added=True),
    day("pay_date", "支払日", mark="○", added=True),
    whole("answer_days", "回答期限日数", 2, 1, LONGEST_ANSWER_DAYS, note="省略時は設定の日数", added=True),
    whole("pay_amount", "支払金額", 12, note="指定した場合、明細と一致しなければエラー", added=True),
    text("notes", "備考", 500, lines=True, added=True),
)

NOTICE = Record("PaymentNotice", LABEL, (
    digits("payment_notice_num", "支払通知書管理番号", 10, note="訂正する場合", added=True),
    choice("draft_flg", "下書きフラグ", {"0": "送付する", "1": "下書きにする"}, note="省略時は送付する", added=True),
    *HEAD_FIELDS,
    array("lines", "明細", LINE, MOST_LINES, mark="○", added=True),
))

RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson")
HEAD = Record("PaymentNoticesHead", LABEL, (RESPONSE_TYPE,))
REQUEST = Record("PaymentNoticesRequest", "支払通知書登録・訂正", (RESPONSE_TYPE, array(NOTICES, LABEL, NOTICE, mark="○")))

KEPT = Record("KeptPaymentNotice", "処理結果", (
    whole("index", "リクエスト内の位置", 9, 0, note="0から", added=True),
    digits("payment_notice_num", "支払通知書管理番号", 10, added=True),
    text("notice_no", "支払通知番号", 30, added=True),
    whole("version", "版", 4, added=True),
    whole("pay_amount", "支払金額", 12, added=True),
))
COMMON: tuple[Field, ...] = (
    digits("payment_notice_num", "支払通知書管理番号", 10, added=True),
    whole("version", "版", 4, added=True),
    choice("state", "状態", STATES, added=True),
    text("notice_no", "支払通知番号", 30, added=True),
    text("notice_name", "件名", 60, added=True),
    day("pay_date", "支払日", added=True),
    whole("pay_amount", "支払金額", 12, added=True),
    day("answer_by", "回答期限", added=True),
    text("objection", "異議の内容", 500, added=True),
    text("updated_at", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True),
)
LISTED = Record("ListedPaymentNotice", LABEL, (
    *COMMON,
    text("payee_code", "支払先コード", 15, added=True),
    wide("payee_name", "支払先名", 200, added=True),
    digits("supplier_company_id", "取引先企業ID", 10, added=True),
))
RECEIVED = Record("ReceivedPaymentNotice", LABEL, (
    *COMMON,
    digits("buyer_company_id", "支払企業ID", 10, added=True),
    wide("buyer_name", "支払企業名", 200, added=True),
))
ASKED = Record("PaymentNoticeListRequest", "支払通知書一覧", (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
    whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1"),
    choice("state", "状態", STATES, added=True),
    text("notice_no", "支払通知番号", 30, added=True),
))
NUMBER = digits("payment_notice_num", "支払通知書管理番号", 10, added=True)
NOTHING = Record("PaymentNoticeMove", "支払通知書", (RESPONSE_TYPE,))
ONE_ASKED = Record("PaymentNoticeQuery", "支払通知書取得", (RESPONSE_TYPE,))
TOTALS = Record("PaymentNoticeTotal", "税率別合計", (
    choice("tax_class", "税区分", TAX_CLASSES, added=True),
    whole("without_tax", "税抜金額", 13, added=True),
    whole("tax", "消費税額", 13, added=True),
    whole("with_tax", "税込金額", 13, added=True),
))
PARTY: tuple[Field, ...] = (
    text("company_name", "企業名", 200, added=True),
    text("registration_number", "登録番号", 14, added=True),
    text("zip", "郵便番号", 8, added=True),
    text("address1", "住所", 200, added=True),
    text("address2", "住所(番地、建物名等)", 200, added=True),
    text("phone", "電話番号", 20, added=True),
)
DOCUMENT: tuple[Field, ...] = (
    whole("answer_days", "回答期限日数", 2, added=True),
    text("notes", "備考", 500, added=True),
    array("lines", "明細", LINE, added=True),
    array("totals", "税率別合計", TOTALS, added=True),
    whole("trade_amount", "取引金額", 13, added=True),
    whole("deduction_amount", "控除額", 13, added=True),
    nested("issuer", "支払企業", Record("PaymentNoticeIssuer", "支払企業", PARTY), added=True),
    nested("recipient", "支払先", Record("PaymentNoticeRecipient", "支払先", (text("payee_code", "支払先コード", 15, added=True), *PARTY)), added=True),
)
WHOLE = Record("WholePaymentNotice", LABEL, (*LISTED.fields, *DOCUMENT))
WHOLE_RECEIVED = Record("WholeReceivedPaymentNotice", LABEL, (*RECEIVED.fields, *DOCUMENT))
OBJECTION = Record("PaymentNoticeObjection", "異議", (
    RESPONSE_TYPE,
    text("reason", "異議の内容", 500, lines=True, mark="○", added=True),
))

# fmt: on


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """One notice of a request, as far as it could be read, and what is wrong with it."""

    index: int
    given: Node
    faults: tuple[Fault, ...]


def read_notices(tree: Value) -> tuple[list[Fault], list[NoticeRead]]:
    """Read a request, from JSON, XML, a form or a file, with every fault of it."""

    def read(index: int, element: Value, _: Node) -> NoticeRead:
        return read_notice(index, element)

    return read_batch(tree, HEAD, NOTICES, LABEL, read)


def read_notice(index: int, element: Value) -> NoticeRead:
    """Read one notice."""
    given, findings = NOTICE.compiled(element if isinstance(element, dict) else {})
    found = not_an_object(element, LABEL) or findings
    return NoticeRead(index, given, faults_at(f"{NOTICES}[{index}]", found, index))
