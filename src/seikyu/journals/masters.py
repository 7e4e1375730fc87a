"""仕訳関連マスタ: departments, accounts, sub-accounts, tax categories and memos (contract §5)."""

from seikyu.masters.model import Kind, Reference
from seikyu.wire.fields import choice, text

PREFIX = "/v1/invoice/buyer/"
SCREENS = "/buyer/masters/"

CREDITS = {
    "qualified": "適格請求書による仕入",
    "transitional": "適格請求書発行事業者以外からの仕入(経過措置)",
    "none": "仕入税額控除の対象外",
}
"""What of the tax may be deducted (law 2.3)."""
RATES = {"10": "10%", "8r": "軽減8%", "8": "8%", "5": "5%", "0": "0%・税なし"}

DEPARTMENTS = Kind(
    "departments",
    "Department",
    "部門",
    ("department_code",),
    "department_name",
    (
        text("department_code", "部門コード", 15, mark="○", added=True),
        text("department_name", "部門名", 50, mark="○", added=True),
    ),
)
ACCOUNTS = Kind(
    "accounts",
    "LedgerAccount",
    "勘定科目",
    ("account_code",),
    "account_name",
    (
        text("account_code", "勘定科目コード", 15, mark="○", added=True),
        text("account_name", "勘定科目名", 50, mark="○", added=True),
        text("tax_category_code", "税区分コード", 15, note="仕訳の初期値", added=True),
    ),
    refers=(Reference(("tax_category_code",), "tax-categories"),),
)
SUB_ACCOUNTS = Kind(
    "sub-accounts",
    "SubAccount",
    "補助科目",
    ("account_code", "sub_account_code"),
    "sub_account_name",
    (
        text("account_code", "勘定科目コード", 15, mark="○", added=True),
        text("sub_account_code", "補助科目コード", 15, mark="○", added=True),
        text("sub_account_name", "補助科目名", 50, mark="○", added=True),
    ),
    refers=(Reference(("account_code",), "accounts"),),
)
TAX_CATEGORIES = Kind(
    "tax-categories",
    "TaxCategory",
    "税区分",
    ("tax_category_code",),
    "tax_category_name",
    (
        text("tax_category_code", "税区分コード", 15, mark="○", added=True),
        text(
            "tax_category_name", "税区分名", 50, mark="○", note="会計ソフトの税区分名と一致させる", added=True
        ),
        choice("tax_rate", "税率", RATES, mark="○", added=True),
        choice("credit", "仕入税額控除", CREDITS, mark="○", added=True),
    ),
)
MEMOS = Kind(
    "memos",
    "Memo",
    "摘要",
    ("memo_code",),
    "memo_text",
    (
        text("memo_code", "摘要コード", 15, mark="○", added=True),
        text("memo_text", "摘要", 64, mark="○", added=True),
    ),
)
KINDS = (DEPARTMENTS, ACCOUNTS, SUB_ACCOUNTS, TAX_CATEGORIES, MEMOS)
