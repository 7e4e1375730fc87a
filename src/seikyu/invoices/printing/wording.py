"""The fixed words of the page in either language."""

from collections.abc import Mapping
from dataclasses import dataclass

from seikyu.invoices.layout import Language
from seikyu.invoices.totals import TaxClass
from seikyu.invoices.wire import DEPOSIT_SECTIONS, PAYMENT_METHODS, TAX_TYPES, UNIT_TAX

REDUCED = {"ja": "※", "en": "*"}
"""Marks what the reduced rate is for (law 2.1: 3)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All that the page says of itself, whatever the invoice says."""

    language: Language
    phrases: Mapping[str, str]
    tax_classes: Mapping[TaxClass, str]
    tax_types: Mapping[str, str]
    tax_units: Mapping[str, str]
    methods: Mapping[str, str]
    deposits: Mapping[str, str]

    def __call__(self, name: str, **values: object) -> str:
        """A phrase with its values filled in."""
        phrase = self.phrases[name]
        return phrase.format_map(values) if values else phrase

    @property
    def reduced(self) -> str:
        """The mark of the reduced rate."""
        return REDUCED[self.language]


JAPANESE = Wording(
    "ja",
    {
        "title": "請求書",
        "greeting": "下記のとおりご請求申し上げます。",
        "amount": "ご請求金額",
        "with_tax_short": "(税込)",
        "runner": "管理番号 {number}",
        "reissue": "再発行 (第{version}版)",
        "honorific": "御中",
        "subject": "件名",
        "seal": "印",
        "banks": "お振込先",
        "remarks_head": "備考",
        "phone": "TEL",
        "contact": "担当",
        "registration": "登録番号",
        "inv_no": "請求書番号",
        "number": "請求書管理番号",
        "sent": "発行日",
        "closed": "締日",
        "customer_code": "顧客コード",
        "due": "入金期限",
        "method": "入金方法",
        "edi": "EDI情報",
        "prev_inv_amount": "前回請求金額",
        "payment": "入金額",
        "adjustment": "調整金額",
        "carryover_new": "繰越金額",
        "inv_without_tax": "今回請求金額(税抜)",
        "inv_tax": "今回消費税額",
        "inv_amount": "今回請求金額(税込)",
        "front_text": "自由項目{at}(文字)",
        "front_number": "自由項目{at}(数値)",
        "no": "No.",
        "date": "日付",
        "slip": "伝票番号",
        "code": "商品コード",
        "name": "品名",
        "quantity": "数量",
        "unit": "単位",
        "price": "単価",
        "rate": "税率",
        "without_tax": "金額(税抜)",
        "tax": "消費税額",
        "with_tax": "金額(税込)",
        "section": "部門",
        "remarks": "備考",
        "free": "自由項目{at}",
        "exempt": "合計対象外",
        "within": "(内)",
        "tax_class": "税率区分",
        "total_without_tax": "税抜金額",
        "total_tax": "消費税額",
        "total_with_tax": "税込金額",
        "total": "合計",
        "bank": "金融機関",
        "branch": "支店",
        "deposit": "種別",
        "account": "口座番号",
        "holder": "口座名義",
        "reduced_legend": "※は軽減税率対象です。",
        "within_legend": "(内)は単価が税込です。",
        "tax_unit": "消費税の計算単位: {unit}",
    },
    {
        TaxClass.TR10: "10%対象",
        TaxClass.TR8_REDUCED: "8%(軽減)対象 ※",
        TaxClass.TR8: "8%対象",
        TaxClass.TR5: "5%対象",
        TaxClass.TR0: "0%対象",
        TaxClass.FREE: "非課税",
        TaxClass.EXEMPTION: "免税",
        TaxClass.NON: "不課税",
    },
    TAX_TYPES,
    UNIT_TAX,
    PAYMENT_METHODS,
    DEPOSIT_SECTIONS,
)

ENGLISH = Wording(
    "en",
    {
        "title": "INVOICE",
        "greeting": "We request payment as set out below.",
        "amount": "Amount due",
        "with_tax_short": "(incl. tax)",
        "runner": "Ref. {number}",
        "reissue": "Reissued (version {version})",
        "honorific": "",
        "subject": "Subject",
        "seal": "Seal",
        "banks": "Bank details",
        "remarks_head": "Remarks",
        "phone": "Tel.",
        "contact": "Contact",
        "registration": "Reg. No.",
        "inv_no": "Invoice No.",
        "number": "Reference No.",
        "sent": "Date of issue",
        "closed": "Closing date",
        "customer_code": "Customer code",
        "due": "Due date",
        "method": "Payment by",
        "edi": "EDI",
        "prev_inv_amount": "Previous invoice",
        "payment": "Payments",
        "adjustment": "Adjustments",
        "carryover_new": "Carried over",
        "inv_without_tax": "This invoice (net)",
        "inv_tax": "Consumption tax",
        "inv_amount": "This invoice (gross)",
        "front_text": "Item {at} (text)",
        "front_number": "Item {at} (figure)",
        "no": "No.",
        "date": "Date",
        "slip": "Slip No.",
        "code": "Item code",
        "name": "Description",
        "quantity": "Qty",
        "unit": "Unit",
        "price": "Unit price",
        "rate": "Tax rate",
        "without_tax": "Net amount",
        "tax": "Tax",
        "with_tax": "Gross amount",
        "section": "Department",
        "remarks": "Remarks",
        "free": "Free item {at}",
        "exempt": "Not in the totals",
        "within": " (incl.)",
        "tax_class": "Tax class",
        "total_without_tax": "Net",
        "total_tax": "Tax",
        "total_with_tax": "Gross",
        "total": "Total",
        "bank": "Bank",
        "branch": "Branch",
        "deposit": "Type",
        "account": "Account",
        "holder": "Account holder",
        "reduced_legend": "* Reduced tax rate applies.",
        "within_legend": "(incl.) The unit price includes tax.",
        "tax_unit": "Tax calculated per {unit}",
    },
    {
        TaxClass.TR10: "10%",
        TaxClass.TR8_REDUCED: "8% (reduced) *",
        TaxClass.TR8: "8%",
        TaxClass.TR5: "5%",
        TaxClass.TR0: "0%",
        TaxClass.FREE: "Non-taxable",
        TaxClass.EXEMPTION: "Tax-exempt",
        TaxClass.NON: "Out of scope",
    },
    {"0": "Taxable", "1": "Non-taxable", "2": "Tax-exempt", "3": "Out of scope"},
    {"0": "invoice", "1": "line"},
    {
        "0": "Bank transfer",
        "1": "Direct debit",
        "2": "Cash",
        "3": "Promissory note",
        "4": "Credit card",
        "5": "Cheque",
        "6": "Convenience store",
        "9": "Other",
    },
    {"1": "Ordinary", "2": "Current", "4": "Savings", "9": "Other"},
)

WORDINGS: Mapping[Language, Wording] = {"ja": JAPANESE, "en": ENGLISH}
