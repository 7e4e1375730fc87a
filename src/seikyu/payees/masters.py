"""支払先 as a master: what a buyer keeps of a counterparty, and how and when it is paid (contract §5)."""

import re

from seikyu.masters.model import Kind, Reference
from seikyu.payees.rules import account_together, bank_characters, doubts, terms_together
from seikyu.wire import codes
from seikyu.wire.fields import Field, choice, digits, email, phone, text, whole, wide, zip_code
from seikyu.wire.text_kinds import Pattern
from seikyu.wire.values import Node

PREFIX = "/v1/invoice/buyer/"

HOLIDAYS = {"0": "そのまま", "1": "前営業日", "2": "翌営業日"}
FEES = {"0": "自社負担", "1": "支払先負担"}
DEPOSIT_SECTIONS = {"1": "普通預金", "2": "当座預金", "4": "貯蓄預金", "9": "その他"}
REGISTRATION = Pattern(14, re.compile(r"T[0-9]{13}"), codes.NOT_A_REGISTRATION_NUMBER)
COLUMNS = ("payee_code", "payee_name", "registration_number", "closing_day", "pay_month", "pay_day")
SECTIONS = {
    "payee_code": "payees.section.company",
    "closing_day": "payees.section.terms",
    "fncl_inst_code": "payees.section.account",
    "department_code": "payees.section.inside",
}

# fmt: off

PAYEES = Kind("payees", "Payee", "支払先", ("payee_code",), "payee_name", (
    text("payee_code", "支払先コード", 15, mark="○", added=True),
    wide("payee_name", "支払先名", 60, mark="○", note="全角30文字・半角60文字まで", added=True),
    wide("payee_kana", "支払先名(カナ)", 100, note="全角50文字・半角100文字まで", added=True),
    digits("corp_genuine_id", "法人番号", 13, exact=True, added=True),
    Field("registration_number", "登録番号", REGISTRATION, note="Tと13桁の数字", added=True),
    zip_code("zip", "郵便番号", added=True),
    text("address1", "住所", 100, added=True),
    text("address2", "住所(番地、建物名等)", 100, added=True),
    phone("phone", "電話番号", added=True),
    email("user_email", "メールアドレス", 100, added=True),
    whole("closing_day", "締日", 2, 1, 31, note="31は末日", added=True),
    whole("pay_month", "支払月", 1, 0, 6, note="締日の何か月後か", added=True),
    whole("pay_day", "支払日", 2, 1, 31, note="31は末日", added=True),
    choice("holiday_rule", "休業日の扱い", HOLIDAYS, note="省略時はそのまま", added=True),
    digits("fncl_inst_code", "金融機関コード", 4, exact=True, added=True),
    digits("branch_code", "支店コード", 3, exact=True, added=True),
    choice("deposit_sec", "預金種別", DEPOSIT_SECTIONS, added=True),
    digits("account_num", "口座番号", 7, added=True),
    text("depositor_kana", "預金者名カナ", 30, note="銀行振込で使える文字。全角も可", added=True),
    choice("fee_bearer", "振込手数料", FEES, note="省略時は自社負担", added=True),
    text("department_code", "既定の部門コード", 15, added=True),
), refers=(Reference(("department_code",), "departments"),),
    checks=(terms_together, account_together, bank_characters), doubts=doubts, columns=COLUMNS, updates=True,
    sections=SECTIONS)

# fmt: on


def blank() -> Node:
    """A payee of which nothing is known."""
    return dict.fromkeys(field.name for field in PAYEES.fields)
