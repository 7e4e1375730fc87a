# ruff: noqa: E501 -- a table: one published field a line
"""Publishers, customers and bank accounts on the wire, one line a field, in published order.

`PUBLISHER`, `CUSTOMER` and `BANK` are what stands on an invoice (update API); the records of masters add what
the seller keeps beside that. `added` fields are named by us (contract §4.2).
"""

from dataclasses import replace

from seikyu.partners import conditions
from seikyu.wire.batch import RESPONSE_TYPES
from seikyu.wire.fields import (
    Field,
    Record,
    array,
    choice,
    digits,
    email,
    phone,
    text,
    whole,
    wide,
    zip_code,
)

DEPOSIT_SECTIONS = {"1": "普通預金", "2": "当座預金", "4": "貯蓄預金", "9": "その他"}
INVITATION_METHODS = {"0": "招待しない", "1": "メールで招待する", "2": "郵送で招待する"}
DELETE_FLAGS = {"0": "削除しない", "1": "削除する"}

WHEN_CODELESS = "発行元コードなし、または発行元の登録時は必須"
WHEN_CODELESS_ADDRESS = "発行元コードなし、または発行元の登録時は、住所のどちらか一方が必須"
NAME_BYTES = "バイト長。base_nameと合計60バイト以内"
KANA_BYTES = "バイト長。base_name_kanaと合計100バイト以内"
BASE_BYTES = "バイト長。company_name_orgと合計60バイト以内"
BASE_KANA_BYTES = "バイト長。company_name_kana_orgと合計100バイト以内"
BOTH_ADDRESSES = "address1とaddress2で合計100文字以内"
WHEN_REGISTERED = "振込先口座の登録時は必須"
BANK_KEY = "登録時は必須。更新時は振込先コードまたは金融機関キー情報が必須"

# fmt: off

PUBLISHER = Record("Publisher", "発行元", (
    text("publisher_mng_num", "発行元コード", 15, note="マスタに同じ値が複数あると発行元特定不可"),
    text("publisher_company_name", "事業所・営業所名", 30),
    text("publisher_section", "部署", 30),
    zip_code("publisher_zip", "郵便番号", mark="△", note=WHEN_CODELESS),
    text("publisher_address1", "住所", 100, mark="△", note=WHEN_CODELESS_ADDRESS),
    text("publisher_address2", "住所(番地、建物名)", 100, mark="△", note=WHEN_CODELESS_ADDRESS),
    phone("publisher_phone", "電話番号", mark="△", note=WHEN_CODELESS),
), rules=(conditions.codeless_publisher,))

CUSTOMER = Record("Customer", "発行先", (
    digits("corp_genuine_id", "法人番号", 13, exact=True),
    wide("company_name_org", "会社名", 60, note=NAME_BYTES),
    wide("company_name_kana_org", "会社名(カナ)", 100, note=KANA_BYTES),
    wide("base_name", "事業所・営業所名", 60, note=BASE_BYTES),
    wide("base_name_kana", "事業所・営業所名(カナ)", 100, note=BASE_KANA_BYTES),
    zip_code("zip", "会社郵便番号"),
    text("address1", "会社住所", 100, note=BOTH_ADDRESSES),
    text("address2", "会社住所(番地、建物名等)", 100, note=BOTH_ADDRESSES),
    phone("phone", "会社電話番号"),
    phone("fax", "会社FAX番号"),
    text("private_user_employee_no", "自社担当者社員コード", 15, note="両方指定すると両方に該当する社員"),
    text("private_user_name", "自社担当者名", 30, note="両方指定すると両方に該当する社員"),
), rules=(conditions.company_name_width, conditions.company_kana_width, conditions.address_length))

BANK = Record("Bank", "振込先口座情報", (
    text("transfer_code", "振込先コード", 15, mark="△", note="更新時は振込先コードまたは金融機関キー情報が必須。キー情報の変更には必要"),
    text("fncl_inst_code", "金融機関コード", 4, mark="△", note=BANK_KEY),
    text("fncl_inst_name", "金融機関名", 15, mark="△", note=WHEN_REGISTERED),
    text("fncl_inst_kana", "金融機関名カナ", 15, mark="△", note=WHEN_REGISTERED),
    text("branch_code", "支店コード", 3, mark="△", note=BANK_KEY),
    text("branch_name", "支店名", 15, mark="△", note=WHEN_REGISTERED),
    text("branch_kana", "支店名カナ", 15, mark="△", note=WHEN_REGISTERED),
    choice("deposit_sec", "預金種別", DEPOSIT_SECTIONS, mark="△", note=WHEN_REGISTERED),
    text("account_num", "口座番号", 7, mark="△", note=BANK_KEY),
    text("depositor_name", "預金者名", 30, mark="△", note=WHEN_REGISTERED),
    text("depositor_kana", "預金者名カナ", 30, mark="△", note=WHEN_REGISTERED),
), rules=(conditions.bank_identified,))

DELETE = choice("delete_flg", "削除フラグ", DELETE_FLAGS, note="1はマスタを削除する。発行が完了していない請求書で使用中は不可", added=True)
CUSTOMER_CODE = text("private_cust_cd", "発行先コード", 15, note="登録済の発行先はこのコード、なければ法人番号で特定する", added=True)
USER_EMAIL = email("user_email", "メールアドレス", 100, added=True)
INVITATION = choice("invitation_method", "招待方法", INVITATION_METHODS, note="1はメールアドレス、2は郵便番号と住所が必要。連携済の発行先には送られない", added=True)

# fmt: on


def _for_registering(field: Field) -> Field:
    return replace(field, mark="△", note="発行先の登録時は必須。" + field.note)


_CUSTOMER_FIELDS = tuple(
    _for_registering(field) if field.name == "company_name_org" else field for field in CUSTOMER.fields
)
_PUBLISHER_CODE = replace(PUBLISHER.fields[0], mark="○")

INVOICE_PUBLISHER = Record("InvoicePublisher", "発行元", (*PUBLISHER.fields, DELETE), PUBLISHER.rules)
"""A publisher in a registration: with a code it may be a master, without one it stands on its invoice."""
PUBLISHER_MASTER = Record("PublisherMaster", "発行元", (_PUBLISHER_CODE, *PUBLISHER.fields[1:], DELETE))
CUSTOMER_MASTER = Record(
    "CustomerMaster",
    "発行先",
    (CUSTOMER_CODE, *_CUSTOMER_FIELDS, USER_EMAIL, INVITATION, DELETE),
    CUSTOMER.rules,
)
BANK_MASTER = Record("BankMaster", "振込先口座情報", (*BANK.fields, DELETE), BANK.rules)

# The API of masters (contract §4, no. 4)

# fmt: off

RESPONSE_TYPE = choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はjson")
PAGING = (
    choice("response_type", "レスポンス形式", RESPONSE_TYPES, note="省略時はAcceptに従う"),
    whole("page_no", "ページ番号", 9, 1, note="1ページ100件。省略時は1"),
)
SINCE = text("updated_since", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST) 以降。削除済も含む", added=True)
UPDATED_AT = text("updated_at", "更新日時", 19, note="yyyy-MM-dd HH:mm:ss (JST)", added=True)
DELETED = choice("delete_flg", "削除フラグ", {"0": "登録中", "1": "削除済"}, added=True)
LINKED = choice("linked_flg", "連携フラグ", {"0": "未連携", "1": "受取側企業と連携済"}, added=True)
INDEX = whole("index", "リクエスト内の位置", 9, 0, note="0から", added=True)
OUTCOME = choice("outcome", "処理内容", {"registered": "登録", "updated": "更新", "deleted": "削除"}, added=True)

HEAD = Record("MastersHead", "マスタ", (RESPONSE_TYPE,))

PUBLISHER_LIST = Record("PublisherListRequest", "発行元取得", (
    *PAGING,
    text("publisher_mng_num", "発行元コード", 15),
    text("publisher_company_name", "事業所・営業所名", 30, note="部分一致"),
    SINCE,
))
CUSTOMER_LIST = Record("CustomerListRequest", "発行先取得", (
    *PAGING,
    text("private_cust_cd", "発行先コード", 15),
    digits("corp_genuine_id", "法人番号", 13, exact=True),
    text("company_name_org", "会社名", 60, note="部分一致"),
    SINCE,
))
BANK_LIST = Record("BankListRequest", "振込先口座取得", (
    *PAGING,
    text("transfer_code", "振込先コード", 15),
    text("fncl_inst_code", "金融機関コード", 4),
    text("branch_code", "支店コード", 3),
    text("account_num", "口座番号", 7),
    text("depositor_name", "預金者名", 30, note="部分一致"),
    SINCE,
))
LISTED_PUBLISHER = Record("ListedPublisher", "発行元", (*PUBLISHER.fields, DELETED, UPDATED_AT))
LISTED_CUSTOMER = Record("ListedCustomer", "発行先", (CUSTOMER_CODE, *CUSTOMER.fields, USER_EMAIL, LINKED, DELETED, UPDATED_AT))
LISTED_BANK = Record("ListedBank", "振込先口座情報", (*BANK.fields, DELETED, UPDATED_AT))

PUBLISHERS_REQUEST = Record("PublishersRequest", "発行元登録・更新・削除", (RESPONSE_TYPE, array("publishers", "発行元", PUBLISHER_MASTER, mark="○")))
CUSTOMERS_REQUEST = Record("CustomersRequest", "発行先登録・更新・削除", (RESPONSE_TYPE, array("customers", "発行先", CUSTOMER_MASTER, mark="○")))
BANKS_REQUEST = Record("BanksRequest", "振込先口座登録・更新・削除", (RESPONSE_TYPE, array("banks", "振込先口座情報", BANK_MASTER, mark="○")))
KEPT_PUBLISHER = Record("KeptPublisher", "処理結果", (INDEX, OUTCOME, PUBLISHER.fields[0]))
KEPT_CUSTOMER = Record("KeptCustomer", "処理結果", (INDEX, OUTCOME, CUSTOMER_CODE, CUSTOMER.fields[0]))
KEPT_BANK = Record("KeptBank", "処理結果", (INDEX, OUTCOME, BANK.fields[0]))

# fmt: on
