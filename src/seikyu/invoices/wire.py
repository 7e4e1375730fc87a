# ruff: noqa: E501 -- a table: one published field a line
"""The invoice on the wire: every field of the published update API, one line each, in published order.

Marks and conditions: contract §4.1. `added` fields are ours. From here come reading, faults, OpenAPI and
the field tables; the transcription of the published table in the tests must equal what this prints.
"""

from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from seikyu.invoices import rules
from seikyu.partners import wire as parties
from seikyu.wire import json
from seikyu.wire.batch import RESPONSE_TYPE, faults_at, not_an_object, read_batch
from seikyu.wire.faults import Fault
from seikyu.wire.fields import (
    Field,
    Record,
    array,
    choice,
    day,
    decimal,
    digits,
    loose,
    nested,
    number_choice,
    text,
    whole,
)
from seikyu.wire.unfit import Finding
from seikyu.wire.values import Node, Value
from seikyu.wire.values import text as text_of

PAYMENT_METHODS = {
    "0": "銀行振込",
    "1": "口座振替",
    "2": "現金",
    "3": "手形",
    "4": "クレジットカード",
    "5": "小切手",
    "6": "コンビニ決済",
    "9": "その他",
}
POST_USES = {"0": "発行先マスタ・申込時の設定を適用", "1": "郵送代行を利用しない", "2": "郵送代行を利用する"}
PRINT_FLAGS = {"0": "指定なし", "1": "指定あり"}
TAX_TYPES = {"0": "課税", "1": "非課税", "2": "免税", "3": "不課税"}
TAX_RATES = {0: "0%", 5: "5%", 8: "8%", 10: "10%"}
REDUCED_TAX = {"0": "軽減税率対象外", "1": "軽減税率対象"}
INPUT_TAX_TYPES = {"0": "税抜", "1": "税込", "2": "手入力"}
SUM_EXEMPT = {"0": "合計対象", "1": "合計対象外"}
FIELD_TYPES = {"S": "文字列", "N": "数字"}
SELLER_STATUSES = {
    "10": "作成中",
    "11": "社内承認中",
    "19": "差戻受",
    "20": "発行承認中",
    "21": "発行予約済",
    "22": "発行済",
    "23": "発行済削除",
    "29": "発行エラー",
}
INVOICE_TYPES = {
    "0": "請求書等",
    "1": "区分記載請求書等",
    "2": "フリーフォーマット",
    "3": "適格請求書等",
    "4": "適格請求書等(明細ごとに消費税)",
}
OPENED = {"0": "未開封", "1": "開封済"}
UNIT_TAX = {"0": "請求総額", "1": "明細単位"}

# The parties as they stand on an invoice are declared with the masters.
PUBLISHER, CUSTOMER, BANK = parties.PUBLISHER, parties.CUSTOMER, parties.BANK
DEPOSIT_SECTIONS = parties.DEPOSIT_SECTIONS

WHEN_HEADER = "ヘッダーのいずれかの項目を指定する場合は必須"
WHEN_VALUE = "項目連番とデータ値は両方必須"

# fmt: off

DETAIL = Record("Detail", "明細情報", (
    day("item_slip_date", "明細日付"),
    text("item_slip_no", "明細番号", 20),
    text("item_prod_code", "商品コード", 48),
    text("item_name", "明細項目", 50),
    decimal("item_qty", "数量", 13, 5),
    decimal("item_price", "単価", 13, 5),
    text("item_unit", "単位", 10),
    whole("item_without_tax", "金額", 13),
    whole("item_tax", "消費税額", 13),
    whole("item_amount", "請求金額", 13),
    text("item_sec_code", "部門コード", 15),
    text("item_sec_name", "部門名", 50),
    text("detail_remarks", "備考", 50, lines=True),
    text("item_free_txt1", "明細の自由項目1(文字)", 20),
    text("item_free_txt2", "明細の自由項目2(文字)", 20),
    text("item_free_txt3", "明細の自由項目3(文字)", 20),
    text("item_free_txt4", "明細の自由項目4(文字)", 20),
    text("item_free_txt5", "明細の自由項目5(文字)", 20),
    text("item_free_txt6", "明細の自由項目6(文字)", 20),
    text("item_free_txt7", "明細の自由項目7(文字)", 20),
    text("item_free_txt8", "明細の自由項目8(文字)", 20),
    text("item_free_txt9", "明細の自由項目9(文字)", 20),
    text("item_free_txt10", "明細の自由項目10(文字)", 20),
    text("item_free_txt_l", "明細の自由項目11(文字)", 100, lines=True),
    choice("tax_type", "税区分", TAX_TYPES),
    number_choice("tax_rate_sec", "税率", 3, TAX_RATES),
    choice("reduced_tax_flg", "軽減税率フラグ", REDUCED_TAX),
    choice("input_tax_type", "税額入力形式区分", INPUT_TAX_TYPES),
    choice("sum_exempt_flg", "合計対象外フラグ", SUM_EXEMPT),
))

CUSTOM_DETAIL_HEADER = Record("CustomDetailHeader", "カスタム明細ヘッダー情報", (
    whole("field_seq", "項目連番", 1, 1, 9, mark="△", note=WHEN_HEADER + "。1からの連番で重複不可"),
    text("field_name", "項目名", 15, mark="△", note=WHEN_HEADER),
    choice("field_type", "データ型", FIELD_TYPES, mark="△", note=WHEN_HEADER),
    whole("field_num_decimal_places", "小数点以下桁数", 1, 0, 3, note="データ型Nのみ。省略時は0"),
    whole("field_col_width", "列幅", 3, 1, 100, mark="△", note=WHEN_HEADER + "。単位%、合計100"),
), rules=(rules.header_complete,), settle=rules.settle_decimal_places)

CUSTOM_HEADER = Record("CustomHeader", "カスタムヘッダー情報", (
    text("custom_name", "カスタム名", 8, mark="△", note="ヘッダー情報が1件以上ある場合は必須"),
    array("custom_detail_headers", "カスタム明細ヘッダー情報", CUSTOM_DETAIL_HEADER, 9, note="9件まで"),
), rules=(rules.custom_name_given, rules.header_sequence, rules.header_widths))

CUSTOM_DETAIL_VALUE = Record("CustomDetailValue", "カスタム明細データ情報", (
    whole("field_seq", "項目連番", 1, 1, 9, mark="△", note=WHEN_VALUE + "。ヘッダーの項目連番と対応、重複不可"),
    loose("field_value", "データ値", mark="△", note=WHEN_VALUE + "。型はヘッダーによる: Sは50文字、Nは整数部13桁と小数点以下桁数"),
), rules=(rules.custom_value_complete,))

CUSTOM_DETAIL = Record("CustomDetail", "カスタム明細情報", (
    array("custom_detail_values", "カスタム明細データ情報", CUSTOM_DETAIL_VALUE, 9, note="9件まで"),
), rules=(rules.custom_value_sequence,))

INVOICE_FIELDS: tuple[Field, ...] = (
    nested("publisher", "発行元", PUBLISHER, note="省略時は更新元請求書の値"),
    text("inv_no", "請求書番号", 20),
    nested("customer", "発行先", CUSTOMER, note="省略時は更新元請求書の値"),
    text("invoice_title", "請求書タイトル", 12),
    text("inv_name", "件名", 40),
    day("pay_due_date", "入金期限"),
    choice("payment_method", "入金方法", PAYMENT_METHODS, note="0以外では振込先口座を設定できない"),
    whole("prev_inv_amount", "前回請求金額", 13),
    whole("payment", "入金額", 13),
    whole("adjustment", "調整金額", 13),
    whole("carryover_new", "繰越金額", 13),
    whole("inv_without_tax", "今回請求金額(税抜)", 13),
    whole("inv_tax", "今回消費税額", 13),
    whole("inv_amount", "今回請求金額(税込)", 13),
    text("invoice_amount_title", "請求金額タイトル", 10),
    whole("inv_show_amount", "おもての請求金額", 13, mark="○", derived=True, note="省略時にinv_amountがあればcarryover_newを加えた額"),
    day("close_date", "締日"),
    text("remarks", "備考", 500, lines=True),
    text("customer_code1", "顧客コード1", 10),
    text("customer_code2", "顧客コード2", 10),
    text("edi_info", "EDI情報", 20),
    text("contact", "担当", 30),
    text("inv_free_txt1", "おもての自由項目1(文字)", 8),
    text("inv_free_txt2", "おもての自由項目2(文字)", 8),
    text("inv_free_txt3", "おもての自由項目3(文字)", 8),
    decimal("inv_free_num1", "おもての自由項目1(数値)", 13, 3),
    decimal("inv_free_num2", "おもての自由項目2(数値)", 13, 3),
    decimal("inv_free_num3", "おもての自由項目3(数値)", 13, 3),
    decimal("inv_free_num4", "おもての自由項目4(数値)", 13, 3),
    decimal("inv_free_num5", "おもての自由項目5(数値)", 13, 3),
    decimal("inv_free_num6", "おもての自由項目6(数値)", 13, 3),
    decimal("inv_free_num7", "おもての自由項目7(数値)", 13, 3),
    choice("inv_coop_post_use_type", "請求書郵送代行サービス利用区分", POST_USES, note="郵送代行オプション利用時のみ"),
    choice("private_print_flg", "自社印刷指定フラグ", PRINT_FLAGS, note="発行済請求書一括印刷オプション利用時のみ"),
    whole("inv_without_tax_tr10", "10%請求金額(税抜)", 13),
    whole("inv_tax_tr10", "10%消費税額", 13),
    whole("inv_amount_tr10", "10%請求金額(税込)", 13),
    whole("inv_without_tax_tr8_reduced", "軽減8%請求金額(税抜)", 13),
    whole("inv_tax_tr8_reduced", "軽減8%消費税額", 13),
    whole("inv_amount_tr8_reduced", "軽減8%請求金額(税込)", 13),
    whole("inv_without_tax_tr8", "8%請求金額(税抜)", 13),
    whole("inv_tax_tr8", "8%消費税額", 13),
    whole("inv_amount_tr8", "8%請求金額(税込)", 13),
    whole("inv_without_tax_tr5", "5%請求金額(税抜)", 13),
    whole("inv_tax_tr5", "5%消費税額", 13),
    whole("inv_amount_tr5", "5%請求金額(税込)", 13),
    whole("inv_without_tax_tr0", "0%請求金額(税抜)", 13),
    whole("inv_tax_tr0", "0%消費税額", 13),
    whole("inv_amount_tr0", "0%請求金額(税込)", 13),
    whole("inv_without_tax_free", "非課税請求金額(税抜)", 13),
    whole("inv_tax_free", "非課税消費税額", 13),
    whole("inv_amount_free", "非課税請求金額(税込)", 13),
    whole("inv_without_tax_exemption", "免税請求金額(税抜)", 13),
    whole("inv_tax_exemption", "免税消費税額", 13),
    whole("inv_amount_exemption", "免税請求金額(税込)", 13),
    whole("inv_without_tax_non", "不課税請求金額(税抜)", 13),
    whole("inv_tax_non", "不課税消費税額", 13),
    whole("inv_amount_non", "不課税請求金額(税込)", 13),
    array("details", "明細情報", DETAIL),
    nested("custom_header", "カスタムヘッダー情報", CUSTOM_HEADER),
    array("custom_details", "カスタム明細情報", CUSTOM_DETAIL),
    array("banks", "振込先口座情報", BANK, 10, note="省略時は更新元請求書の値。10件まで"),
)
NUMBER = digits("invoice_mng_num", "請求書管理番号", 10, mark="○", note="請求書一覧取得APIで得た番号")
UNIT_TAX_CALC = choice("unit_tax_calc_sec", "課税単位", UNIT_TAX, note="省略時は更新元請求書の値")
UNIT_TAX_CALC_OF_INVOICE = choice("unit_tax_calc_sec", "課税単位", UNIT_TAX, note="省略時はリクエスト直下の値", added=True)

INVOICE_RULES = (rules.banks_for_transfer_only, rules.show_amount_fits, rules.custom_values_fit)

INVOICE = Record("Invoice", "請求書", (*INVOICE_FIELDS, UNIT_TAX_CALC_OF_INVOICE), INVOICE_RULES, rules.settle_show_amount)
UPDATE_INVOICE = Record("UpdateInvoice", "請求書", (NUMBER, *INVOICE.fields), INVOICE_RULES, rules.settle_show_amount)

UPDATE_REQUEST = Record("UpdateRequest", "請求書更新", (
    RESPONSE_TYPE,
    array("invoices", "請求書", UPDATE_INVOICE, mark="○"),
    UNIT_TAX_CALC,
))

ISSUER = Record("Issuer", "発行企業", (
    text("company_name", "企業名", 60, added=True),
    text("registration_number", "登録番号", 14, note="適格請求書発行事業者の登録番号", added=True),
))
LIST_INVOICE = Record("ListInvoice", "請求書", (
    NUMBER,
    choice("wf_status", "ワークフローステータス", SELLER_STATUSES),
    whole("version", "版", 9, note="更新のたびに1増える", added=True),
    choice("invoice_type", "保存方式", INVOICE_TYPES),
    day("send_date", "発行日"),
    choice("seal_flg", "開封フラグ", OPENED),
    day("seal_date", "開封日"),
    text("return_reason", "差戻し理由", 500, lines=True),
    day("return_date", "差戻し日"),
    text("issue_error", "発行エラーの理由", 500, added=True),
    text("updated_at", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True),
    *INVOICE_FIELDS,
    UNIT_TAX_CALC,
    nested("issuer", "発行企業", ISSUER, note="その版が作られた時点の値", added=True),
))

# fmt: on

MAX_UNKNOWN = 1000
"""So many unknown fields are named at most."""

KEPT_WHEN_LEFT_OUT = ("publisher", "customer", "banks", "unit_tax_calc_sec")

HEAD = Record("InvoicesHead", "請求書", (RESPONSE_TYPE, UNIT_TAX_CALC))
"""What stands beside the invoices of a request."""

InvoiceDocument: TypeAlias = Node
"""Every field of `INVOICE` in order: null, or [] of arrays, where nothing is given."""


@dataclass(frozen=True, slots=True)
class InvoiceRead:
    """One invoice of a request: its document as far as it could be read, and what is wrong with it.

    `given` names those of `KEPT_WHEN_LEFT_OUT` that were not left out; an array of no banks is given.
    """

    index: int
    number: int | None
    document: InvoiceDocument
    given: frozenset[str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class UpdateRead:
    """A whole request. With `faults` of its own, none of its invoices can be done.

    `unknown` names the paths that no field declares, when asked for.
    """

    faults: tuple[Fault, ...]
    invoices: tuple[InvoiceRead, ...]
    unknown: tuple[str, ...] = ()


def read_update(tree: Value, options: frozenset[str], *, unknown: bool = False) -> UpdateRead:
    """Read a request of 請求書更新, from JSON or XML, with every fault of it (contract §4.1)."""

    def read(index: int, element: Value, head: Node) -> InvoiceRead:
        return _read_invoice(index, element, options, head)

    faults, invoices = read_batch(tree, HEAD, "invoices", "請求書", read)
    names = tuple(islice(UPDATE_REQUEST.unknown(tree), MAX_UNKNOWN)) if unknown else ()
    return UpdateRead(tuple(faults), tuple(invoices), names)


def canonical(document: InvoiceDocument) -> bytes:
    """The bytes an invoice version is kept as: the same document gives the same bytes."""
    return json.write(document)


def complete(document: InvoiceDocument, options: frozenset[str], head: Node, *, sound: bool) -> list[Finding]:
    """Take over what stands beside all invoices of a request; return which closed options are used."""
    if document["unit_tax_calc_sec"] is None:
        document["unit_tax_calc_sec"] = text_of(head, "unit_tax_calc_sec")
    used = [(f".{name}", code, values) for name, code, values in rules.options_open(document, options)]
    if sound and not used:
        rules.drop_blank_custom(document)
    return used


def _read_invoice(index: int, element: Value, options: frozenset[str], head: Node) -> InvoiceRead:
    given: Node = element if isinstance(element, dict) else {}
    document, read_findings = UPDATE_INVOICE.compiled(given)
    findings = not_an_object(element, "請求書") or list(read_findings)
    findings += complete(document, options, head, sound=not findings)
    number = document.pop("invoice_mng_num")
    number = number if isinstance(number, str) else None
    named = frozenset(name for name in KEPT_WHEN_LEFT_OUT if document[name] not in (None, []))
    if isinstance(given.get("banks"), list):
        named |= {"banks"}
    faults = faults_at(f"invoices[{index}]", findings, index, number)
    return InvoiceRead(index, None if number is None else int(number), document, named, faults)
