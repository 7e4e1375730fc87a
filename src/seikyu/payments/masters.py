# ruff: noqa: E501 -- a table: one field a line
"""振込元口座 as a master: the accounts a buyer pays from, and what its bank takes for a transfer."""

from seikyu.masters.model import Kind
from seikyu.payments.zengin import LARGEST_FEE_DIGITS
from seikyu.wire.fields import choice, digits, text, whole

PREFIX = "/v1/invoice/buyer/"

DEPOSIT_SECTIONS = {"1": "普通預金", "2": "当座預金", "9": "その他"}

# fmt: off

PAYING_ACCOUNTS = Kind("paying-accounts", "PayingAccount", "振込元口座", ("paying_account_code",), "paying_account_name", (
    text("paying_account_code", "振込元口座コード", 15, mark="○", added=True),
    text("paying_account_name", "振込元口座名", 50, mark="○", added=True),
    digits("fncl_inst_code", "金融機関コード", 4, exact=True, mark="○", added=True),
    digits("branch_code", "支店コード", 3, exact=True, mark="○", added=True),
    choice("deposit_sec", "預金種別", DEPOSIT_SECTIONS, mark="○", added=True),
    digits("account_num", "口座番号", 7, mark="○", added=True),
    digits("consignor_code", "委託者コード", 10, mark="○", note="銀行から通知されたコード", added=True),
    text("consignor_kana", "委託者名カナ", 40, mark="○", added=True),
    whole("fee_same_small", "手数料 同行3万円未満", LARGEST_FEE_DIGITS, 0, note="円。支払先負担のとき差し引く額", added=True),
    whole("fee_same_large", "手数料 同行3万円以上", LARGEST_FEE_DIGITS, 0, added=True),
    whole("fee_other_small", "手数料 他行3万円未満", LARGEST_FEE_DIGITS, 0, added=True),
    whole("fee_other_large", "手数料 他行3万円以上", LARGEST_FEE_DIGITS, 0, added=True),
))
