"""支払先 as a master: what a buyer keeps of a counterparty, and how and when it is paid (contract §5)."""

from seikyu.masters.model import Kind
from seikyu.wire.fields import choice, digits, email, phone, text, whole, wide, zip_code

PREFIX = "/v1/invoice/buyer/"

HOLIDAYS = {"0": "そのまま", "1": "前営業日", "2": "翌営業日"}
FEES = {"0": "自社負担", "1": "支払先負担"}
DEPOSIT_SECTIONS = {"1": "普通預金", "2": "当座預金", "4": "貯蓄預金", "9": "その他"}

# fmt: off

PAYEES = Kind("payees", "Payee", "支払先", ("payee_code",), "payee_name", (
    text("payee_code", "支払先コード", 15, mark="○", added=True),
    wide("payee_name", "支払先名", 60, mark="○", note="バイト長", added=True),
    wide("payee_kana", "支払先名(カナ)", 100, note="バイト長", added=True),
    digits("corp_genuine_id", "法人番号", 13, exact=True, added=True),
    text("registration_number", "登録番号", 14, note="Tと13桁の数字", added=True),
    zip_code("zip", "郵便番号", added=True),
    text("address1", "住所", 100, added=True),
    text("address2", "住所(番地、建物名等)", 100, added=True),
    phone("phone", "電話番号", added=True),
    email("user_email", "メールアドレス", 100, added=True),
    whole("closing_day", "締日", 2, 1, 31, note="31は末日", added=True),
    whole("pay_month", "支払月", 1, 0, 6, note="締日の何か月後か", added=True),
    whole("pay_day", "支払日", 2, 1, 31, note="31は末日", added=True),
    choice("holiday_rule", "休業日の扱い", HOLIDAYS, note="省略時はそのまま", added=True),
    text("fncl_inst_code", "金融機関コード", 4, added=True),
    text("branch_code", "支店コード", 3, added=True),
    choice("deposit_sec", "預金種別", DEPOSIT_SECTIONS, added=True),
    text("account_num", "口座番号", 7, added=True),
    text("depositor_kana", "預金者名カナ", 30, added=True),
    choice("fee_bearer", "振込手数料", FEES, note="省略時は自社負担", added=True),
    text("department_code", "既定の部門コード", 15, added=True),
))
